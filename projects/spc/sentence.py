"""One plain sentence for an XmR chart: what the latest point shows, and what it promises."""

from projects.spc.promise import promise
from projects.spc.words import Speech, capitalised, counted, speech
from projects.spc.xmr_values import PointType, XmrAnalysis

_MEANINGS: dict[PointType, str] = {
    "common_cause": "no special cause",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "unusually high",
    "special_cause_neutral_low": "unusually low",
}


def xmr_sentence(
    analysis: XmrAnalysis,
    *,
    unit: str = "",
    lowest: float | None = None,
    highest: float | None = None,
) -> str:
    """The sentence beside the chart; the same analysis always gives the same words.

    It speaks of the latest point, as the variation icon does, and names the rule that fired,
    because the colour alone can mislead: a rise still below the mean reads as a signal high.
    Limits are told no further than `lowest` and `highest`, the bounds of what can be measured.
    """
    voice = speech(analysis.points.date, unit=unit, lowest=lowest, highest=highest)
    meaning = _MEANINGS[analysis.variation_type]
    promised = promise(
        analysis.assurance_type,
        target=analysis.target,
        limited=analysis.phases[-1].limits.upl is not None,
        voice=voice,
    )
    said = f"{_finding(analysis, voice)}: {meaning}{promised}"
    # Trial limits: NHSRplotthedots 0.2.2 warns where a phase is short; here the latest one.
    trial = " (trial limits, from few points)" if analysis.phases[-1].short else ""
    return f"{capitalised(said)}{trial}."


def _finding(analysis: XmrAnalysis, voice: Speech) -> str:
    """What the latest point is part of, by the rule that won."""
    points = analysis.points
    if points.astronomical[-1]:
        return _beyond_limit(analysis, voice)
    if points.trend[-1]:
        return _trend(analysis, voice)
    if points.two_of_three[-1]:
        return _near_limit(analysis, voice)
    if points.shift[-1]:
        return _shift(analysis, voice)
    return _ordinary(analysis, voice)


def _beyond_limit(analysis: XmrAnalysis, voice: Speech) -> str:
    high = analysis.points.relative_to_mean[-1] == 1
    limits = analysis.phases[-1].limits
    side = "above the upper" if high else "below the lower"
    limit = _limit(limits.upl if high else limits.lpl, voice)
    return f"{_latest(analysis, voice)} is {side} limit of {limit}"


def _trend(analysis: XmrAnalysis, voice: Speech) -> str:
    values, first = analysis.points.value, analysis.phases[-1].start
    rising = _rises(values[-2], values[-1])
    start = len(values) - 1
    while start > first and values[start - 1] is not None:
        if _rises(values[start - 1], values[start]) != rising:
            break
        start -= 1
    way = "rising" if rising else "falling"
    return f"{voice.periods(len(values) - start)} {way} {_since(analysis, start, voice)}"


def _rises(before: float | None, after: float | None) -> bool | None:
    """Up, down, or None for a tie or a gap."""
    if before is None or after is None or before == after:
        return None
    return after > before


def _near_limit(analysis: XmrAnalysis, voice: Speech) -> str:
    high = analysis.points.relative_to_mean[-1] == 1
    near = sum(bool(close) for close in analysis.points.close_to_limits[-3:])
    limits = analysis.phases[-1].limits
    side, limit = ("upper", limits.upl) if high else ("lower", limits.lpl)
    latest = voice.when(analysis.points.date[-1])
    return (
        f"{counted(near)} of the last {voice.periods(3)}, up to {latest}, "
        f"are close to the {side} limit of {_limit(limit, voice)}"
    )


def _shift(analysis: XmrAnalysis, voice: Speech) -> str:
    sides, first = analysis.points.relative_to_mean, analysis.phases[-1].start
    start = len(sides) - 1
    while start > first and sides[start - 1] == sides[-1]:
        start -= 1
    side = "above" if sides[-1] == 1 else "below"
    centre = _amount(analysis.phases[-1].limits.mean, voice)
    run = voice.periods(len(sides) - start)
    return f"{run} {side} the mean of {centre} {_since(analysis, start, voice)}"


def _since(analysis: XmrAnalysis, start: int, voice: Speech) -> str:
    return f"since {voice.when(analysis.points.date[start])}"


def _ordinary(analysis: XmrAnalysis, voice: Speech) -> str:
    limits = analysis.phases[-1].limits
    if analysis.points.value[-1] is None:
        return f"{voice.when(analysis.points.date[-1])} has no value"
    if limits.lpl is None or limits.upl is None:
        return f"{_latest(analysis, voice)} has no limits to be judged by"
    usual = voice.span(limits.lpl, limits.upl)
    return f"{_latest(analysis, voice)} is within the usual range of {usual}"


def _latest(analysis: XmrAnalysis, voice: Speech) -> str:
    value = _amount(analysis.points.value[-1], voice)
    return f"{voice.when(analysis.points.date[-1])}, at {value},"


def _limit(value: float | None, voice: Speech) -> str:
    return "an unknown value" if value is None else voice.limit(value)


def _amount(value: float | None, voice: Speech) -> str:
    return "an unknown value" if value is None else voice.amount(value)
