"""Where stored findings say something else than the oracle. No Django, no rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.property import measuring, oracle
from tests.property.oracle import Days, History
from tests.property.rows import Tables

Shown = dict[str, Days]
QUESTIONS: dict[str, Callable[[History], Shown]] = {
    "C01": lambda it: oracle.shown(oracle.two_partners(it), since=it.begins, ahead=90),
    "C10": lambda it: oracle.shown(
        oracle.two_partners(it), since=it.begins, ahead=180, unmet="not_applicable"
    ),
    "C07": lambda it: oracle.shown(oracle.not_an_employee(it), since=it.begins, ahead=90),
    "P01": lambda it: oracle.shown(
        oracle.partners_on_both_teams(it), since=it.begins, grace=30, ahead=90
    ),
    "P02": lambda it: oracle.shown(oracle.sponsor(it), since=it.begins, grace=60, ahead=90),
    "P08": lambda it: oracle.shown(measuring.family(it), since=it.begins, grace=30, ahead=90),
    "P09": lambda it: oracle.shown(measuring.baseline(it), since=it.begins, ahead=90),
    "P13": lambda it: oracle.shown(measuring.reached(it), since=it.begins, grace=180, ahead=90),
    "P14": lambda it: oracle.shown(measuring.held(it), since=it.begins, ahead=90),
    "P15": lambda it: oracle.shown(measuring.data_in(it), since=it.begins, ahead=7),
}


def differences(tables: Tables, *, until: date) -> list[str]:
    """Each rule and subject whose stored findings are wrong, with the first day of it."""
    committees, projects = tables.committees(), tables.projects()
    subjects = {"C01": committees, "C10": committees, "C07": tables.appointments()}
    subjects |= dict.fromkeys(("P01", "P02", "P08", "P09", "P13", "P14", "P15"), projects)
    days = oracle.stay(oracle.ORIGIN, until)
    found = []
    for rule, histories in subjects.items():
        stored = {str(key): rows for key, rows in tables.findings(rule).items()}
        for key, history in histories.items():
            right, said = QUESTIONS[rule](history), stored.get(str(key), {})
            for outcome in sorted({*right, *said}):
                wrong = (right.get(outcome, 0) ^ said.get(outcome, 0)) & days
                if wrong:
                    found.append(f"{rule} {key} {outcome} {_first_day(wrong)}: {history}")
    return found


def _first_day(days: Days) -> date:
    return oracle.ORIGIN + timedelta(days=(days & -days).bit_length() - 1)
