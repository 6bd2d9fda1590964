"""Who may bring published figures in and change them. Pure."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied


def may_publish(actor: Actor) -> Decision:
    """Published series stand beside everybody's own, so that only operators change them."""
    if actor.everywhere:
        return ALLOWED
    return Decision(Denied("Only whoever runs this service can change published figures."))
