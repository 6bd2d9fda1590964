"""What an outcome of a rule is called on a page, with the sign and tone that go with the words."""

from dataclasses import dataclass
from datetime import date

from web.words.dates import british_date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeWords:
    """An outcome ready to show: never colour alone, always sign, words and tone together."""

    outcome: str
    words: str
    short: str  # for narrow cells, without date or cause
    tone: str  # class suffix: good, bad, warn, unknown, quiet
    icon: str  # name in components/outcome.jinja


_LOOKS = {
    "pass": ("Met", "good", "tick"),
    "fail": ("Not met", "bad", "cross"),
    "at_risk": ("At risk", "warn", "warning"),
    "unknown": ("Not known", "unknown", "question"),
    "not_applicable": ("Does not apply", "quiet", "dash"),
}

OUTCOMES = tuple((outcome, words) for outcome, (words, _, _) in _LOOKS.items())


def task_words(sentence: str) -> str:
    """ "Not known: say whether ..." asks for something: what to do is the task."""
    text = sentence.removeprefix("Not known: ")
    return text[:1].upper() + text[1:]


def outcome_words(
    outcome: str,
    *,
    breaks_on: date | None = None,
    allowed_until: date | None = None,
    waived_until: date | None = None,
    missing: str = "",
) -> OutcomeWords:
    """Say an outcome as `Met`, `At risk from 3 May 2027`, `Not known: ...` and so on.

    `breaks_on`: the first day on which it will not be met.
    `allowed_until`: it is not met yet, and the days of grace end on this one.
    `missing`: what somebody has to say before it can be known.

    Raises:
        KeyError: there is no such outcome.
    """
    short, tone, icon = _LOOKS[outcome]
    words = short
    if outcome == "at_risk" and breaks_on:
        words = f"At risk from {british_date(breaks_on)}"
    if outcome == "at_risk" and allowed_until:
        words = f"Not met yet, allowed until {british_date(allowed_until)}"
    if outcome == "unknown" and missing:
        words = f"Not known: {missing}"
    if outcome == "fail" and waived_until:
        words, tone, icon = f"Not met, waived until {british_date(waived_until)}", "waived", "clock"
    return OutcomeWords(outcome=outcome, words=words, short=short, tone=tone, icon=icon)
