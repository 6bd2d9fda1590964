"""What the assurance icon says, in words that end the sentence beside a chart."""

from projects.spc.words import Speech
from projects.spc.xmr_values import Assurance


def promise(
    assurance: Assurance | None, *, target: float | None, limited: bool, voice: Speech
) -> str:
    """Whether the target will be met; nothing without one. `limited`: there are limits to judge by.

    An icon of "hit or miss" stands beside a chart without limits too, as the reference has it; the
    words say that it cannot be known.
    """
    if assurance is None or target is None:
        return ""
    said = f"the target of {voice.amount(target)}"
    if not limited:
        return f"; whether {said} will be met cannot be said"
    if assurance == "consistent_pass":
        return f"; {said} is met consistently"
    if assurance == "consistent_fail":
        return f"; {said} will not be met without a change"
    return f"; {said} is met or missed by chance"
