"""The mean and limits of one phase of an XmR chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.spc.arithmetic import mean, present
from projects.spc.moving_ranges import moving_ranges
from projects.spc.rule_sets import RuleSet
from projects.spc.xmr_values import XmrLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseLimits:
    """The lines of a phase and the moving ranges they come from."""

    lines: XmrLimits
    mr: list[float | None]
    mr_screened: list[float | None]


def phase_limits(
    values: Sequence[float | None], *, fix: int | None, screen: bool, rules: RuleSet
) -> PhaseLimits:
    """Limits from the phase's first `fix` values, or from all of them.

    Source: NHSRplotthedots 0.2.2, ptd_spc_standard. Only moving ranges are screened; the mean
    always uses every baseline value.
    """
    baseline = values if fix is None else [*values[:fix], *([None] * len(values[fix:]))]
    ranges = moving_ranges(baseline)
    cl_mr = mean(present(ranges))
    url = None if cl_mr is None else rules.screening_factor * cl_mr
    kept = _screen(ranges, url) if screen else ranges
    amr = cl_mr if kept is ranges else mean(present(kept))
    lines = _lines(mean(present(baseline)), amr=amr, cl_mr=cl_mr, url=url, rules=rules)
    return PhaseLimits(lines=lines, mr=ranges, mr_screened=kept)


def _screen(ranges: list[float | None], url: float | None) -> list[float | None]:
    """The ranges with those at or above `url` blanked: strictly less stays, in one pass."""
    if url is None:
        return ranges
    kept = [None if value is None or value >= url else value for value in ranges]
    return ranges if kept == ranges else kept


def _lines(
    centre: float | None,
    *,
    amr: float | None,
    cl_mr: float | None,
    url: float | None,
    rules: RuleSet,
) -> XmrLimits:
    if centre is None or amr is None:
        return XmrLimits(
            mean=centre, lpl=None, upl=None, nlpl=None, nupl=None, cl_mr=cl_mr, url=url, amr=amr
        )
    far = rules.limit_factor * amr
    near = rules.near_limit_factor * amr
    return XmrLimits(
        mean=centre,
        lpl=centre - far,
        upl=centre + far,
        nlpl=centre - near,
        nupl=centre + near,
        cl_mr=cl_mr,
        url=url,
        amr=amr,
    )
