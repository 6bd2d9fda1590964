"""The refusals a door may meet, each with a sentence that a user may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Refusal(Exception):
    """Base of every anticipated refusal; anything else is a fault of ours."""

    code = "refused"

    def __init__(self, sentence: str, *, code: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if code:
            self.code = code


class NotFound(Refusal):
    """There is no such thing, or it belongs to somebody else: the two look alike."""

    code = "not_found"

    def __init__(self, sentence: str = "Not found.") -> None:
        super().__init__(sentence)


class Gone(Refusal):
    """It was here and is kept no longer (410)."""

    code = "gone"


class NotRecent(Refusal):
    """Whoever asks is signed in, but must prove again that it is them (401)."""

    code = "confirm_it_is_you"

    def __init__(
        self, sentence: str = "Confirm that it is you first: it was some time ago."
    ) -> None:
        super().__init__(sentence)


class Denied(Refusal):
    """The actor's role cannot do this."""

    code = "denied"


class TooLarge(Refusal):
    """More than is taken at once (413)."""

    code = "too_large"


class WrongKind(Refusal):
    """A file of a kind that is not taken, or that is not what it says (415)."""

    code = "file_type"


class NotSatisfiable(Refusal):
    """A part of a file was asked for that lies beyond its end (416)."""

    code = "range"

    def __init__(self, sentence: str, *, size: int) -> None:
        super().__init__(sentence)
        self.size = size


class Unavailable(Refusal):
    """Something that is needed does not answer; later it will (503)."""

    code = "unavailable"


class Blocked(Refusal):
    """Not possible from the present state (409)."""

    code = "not_possible_now"

    def __init__(self, sentence: str, *, code: str | None = None, state: str | None = None) -> None:
        super().__init__(sentence, code=code)
        self.state = state


class Stale(Refusal):
    """Somebody changed this since the caller read it (412)."""

    code = "stale"

    def __init__(
        self, sentence: str = "This changed since you opened it. Read it again, then repeat."
    ) -> None:
        super().__init__(sentence)


class PreconditionMissing(Refusal):
    """A change was sent without If-Match (428)."""

    code = "if_match_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmetGuard:
    """One thing that still holds a step back.

    `code` is the id of a rule (`P01`) or of a guard of the step (`charter_approved`);
    `link` names the relation of the subject where it is mended, or is empty.
    """

    code: str
    sentence: str
    link: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class Unmet(Refusal):
    """The step is reachable, but rules or guards refuse it; carries all of them (422)."""

    code = "unmet"

    def __init__(self, sentence: str, *, unmet: tuple[UnmetGuard, ...]) -> None:
        super().__init__(sentence)
        self.unmet = unmet


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One wrong value. `pointer` is a JSON pointer such as `/ends_on` or `/rows/3/name`."""

    pointer: str
    code: str
    message: str


class Invalid(Refusal):
    """Values that cannot be right; carries every wrong field (400)."""

    code = "invalid"

    def __init__(
        self, *errors: FieldError, sentence: str = "Check the values that are marked."
    ) -> None:
        super().__init__(sentence)
        self.errors = errors

    @classmethod
    def one(cls, pointer: str, message: str, *, code: str = "invalid") -> Invalid:
        return cls(FieldError(pointer=pointer, code=code, message=message))
