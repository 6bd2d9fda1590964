"""What the states of projects, committees and appointments are called on a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWords:
    """A state ready to show as a tag."""

    state: str
    words: str
    tag: str  # modifier of the NHS tag; empty is its plain form


# Stopped is learning, not failure: it is never red.
_PROJECT = {
    "draft": ("Draft", "grey"),
    "setup": ("Set-up", "white"),
    "co_design": ("Co-design", "purple"),
    "testing": ("Testing", "blue"),
    "implementing": ("Implementing", "aqua-green"),
    "spreading": ("Spreading", "aqua-green"),
    "sustained": ("Sustained", "green"),
    "paused": ("Paused", "yellow"),
    "stopped": ("Stopped, with learning", "grey"),
    "archived": ("Archived", "grey"),
}

_COMMITTEE = {
    "proposed": ("Proposed", "white"),
    "active": ("Active", "green"),
    "suspended": ("Suspended", "yellow"),
    "merged": ("Merged", "grey"),
    "ended": ("Ended", "grey"),
}

_APPOINTMENT = {
    "applied": ("Applied", "white"),
    "shortlisted": ("Shortlisted", "white"),
    "reserve": ("In reserve", "white"),
    "offered": ("Offered", "blue"),
    "checks": ("Checks under way", "blue"),
    "inducting": ("In induction", "blue"),
    "active": ("Active", "green"),
    "paused": ("Paused", "yellow"),
    "suspended": ("Suspended", "yellow"),
    "ended": ("Ended", "grey"),
    "withdrawn": ("Withdrawn", "grey"),
    "declined": ("Declined", "grey"),
}

_ACTION = {
    "open": ("To do", "blue"),
    "done": ("Done", "green"),
    "dropped": ("Dropped", "grey"),
}

_FILE = {
    "checking": ("Being checked", "yellow"),
    "kept": ("Kept", "green"),
    "refused": ("Failed the virus check", "red"),
    "deleted": ("Deleted", "grey"),
    "erased": ("Erased", "grey"),
    "lost": ("Lost from the store", "red"),
}

PROJECT_STATES = tuple((state, words) for state, (words, _) in _PROJECT.items())
COMMITTEE_STATES = tuple((state, words) for state, (words, _) in _COMMITTEE.items())
APPOINTMENT_STATES = tuple((state, words) for state, (words, _) in _APPOINTMENT.items())

ACTION_STATES = tuple((state, words) for state, (words, _) in _ACTION.items())

FILE_STATES = tuple((state, words) for state, (words, _) in _FILE.items())

# The road every Always Events project travels; pauses and stops are off the line.
STAGE_LINE = (
    "draft",
    "setup",
    "co_design",
    "testing",
    "implementing",
    "spreading",
    "sustained",
)


def project_stage(stage: str) -> StateWords:
    """The words for a stage of a project."""
    return _say(stage, _PROJECT)


def action_state(state: str) -> StateWords:
    """The words for a state of an action."""
    return _say(state, _ACTION)


def file_state(state: str) -> StateWords:
    """The words for a state of a file."""
    return _say(state, _FILE)


def committee_state(state: str) -> StateWords:
    """The words for a state of a committee."""
    return _say(state, _COMMITTEE)


def appointment_state(state: str) -> StateWords:
    """The words for a state of a patient safety partner's appointment."""
    return _say(state, _APPOINTMENT)


def _say(state: str, known: dict[str, tuple[str, str]]) -> StateWords:
    words, tag = known[state]
    return StateWords(state=state, words=words, tag=tag)
