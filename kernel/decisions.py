"""A policy's answer: allowed, or the refusal that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.errors import Refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """May this actor do this now? `refusal` is the error that a command would raise."""

    refusal: Refusal | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        return self.refusal.sentence if self.refusal else ""


ALLOWED = Decision()


def require(decision: Decision) -> None:
    """Raise the refusal inside `decision`, if there is one."""
    if decision.refusal:
        raise decision.refusal
