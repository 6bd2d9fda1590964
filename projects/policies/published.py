"""Who may bring published figures in. Pure."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied


def may_publish(actor: Actor) -> Decision:
    """Published series stand beside everybody's own, so that only operators bring them in."""
    if actor.everywhere:
        return ALLOWED
    return Decision(Denied("Only whoever runs this service can bring in published figures."))
