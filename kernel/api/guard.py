"""The text guard at a door: what was found, what the caller says about it, what only warns."""

from __future__ import annotations

from dataclasses import dataclass, field

from kernel import text_guard
from kernel.confirmations import Confirmed
from kernel.errors import Invalid
from kernel.text_guard import Spot

#: Request: pointers of fields in which nothing is a patient's, whatever it looks like.
CONFIRMATION = "Not-An-NHS-Number"
#: Answer: pointers of fields with a telephone number, which was kept.
WARNING = "Text-Warning"
LONGEST_HEADER = 2000
_MOST_POINTERS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One spot for which text is not taken."""

    code: str
    sentence: str


@dataclass(slots=True)
class Guard:
    """One request's guard. `allowed` are the pointers that the caller confirmed."""

    allowed: frozenset[str] = frozenset()
    confirmed: list[Confirmed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @classmethod
    def of_header(cls, header: str | None) -> Guard:
        """What the header says.

        Raises:
            Invalid: it is too long.
        """
        if len(header or "") > LONGEST_HEADER:
            raise Invalid.one(
                CONFIRMATION, f"Send at most {LONGEST_HEADER} characters.", code="too_long"
            )
        pointers = (part.strip() for part in (header or "").split(",")[:_MOST_POINTERS])
        return cls(allowed=frozenset(filter(None, pointers)))

    def judge(self, pointer: str, text: str, *, contact: bool = False) -> list[Problem]:
        """What is to be mended in one field; what was confirmed or only warns is noted."""
        spots = text_guard.look(text)
        if not contact and any(not spot.refused for spot in spots):
            self.warnings.append(f"{pointer} {text_guard.Found.PHONE.value}")
        wrong = [spot for spot in spots if spot.refused]
        if pointer in self.allowed:
            self._note(pointer, wrong)
            return []
        return [
            Problem(
                code=spot.found.value,
                sentence=f"{text_guard.sentence(spot, text)} {_how(pointer)}",
            )
            for spot in wrong
        ]

    def _note(self, pointer: str, spots: list[Spot]) -> None:
        for found in sorted({spot.found for spot in spots}):
            self.confirmed.append(Confirmed(pointer=pointer, found=found.value))


def _how(pointer: str) -> str:
    return f"Through the API: send the header {CONFIRMATION}: {pointer}"
