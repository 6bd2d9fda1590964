"""What the steps of projects, committees and appointments are called on a button and in history."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """`do` is the verb on the button, `done` what history says, `about` one line of help."""

    step: str
    do: str
    done: str
    about: str = ""


_PROJECT = {
    "propose": ("Propose the project", "Proposed", "Ask a sponsor to approve the set-up."),
    "approve_setup": (
        "Approve set-up",
        "Set-up approved",
        "The team may begin to listen and to design with patients.",
    ),
    "start_testing": ("Start testing", "Testing started", "Patients have shaped the change."),
    "redesign": ("Go back to co-design", "Went back to co-design", ""),
    "complete_testing": ("Complete testing", "Testing completed", "A change was adopted."),
    "resume_testing": ("Go back to testing", "Went back to testing", ""),
    "declare_reliable": ("Declare it reliable", "Declared reliable", "It happens every time here."),
    "declare_sustained": ("Declare it sustained", "Declared sustained", "It has lasted."),
    "pause": ("Pause the project", "Paused", "Work rests until a review date."),
    "resume": ("Resume the project", "Resumed", "Work goes on in the stage that was paused."),
    "stop": (
        "Stop the project",
        "Stopped, with learning",
        "An idea that was tested and did not help is learning for everyone.",
    ),
    "reopen": ("Reopen the project", "Reopened", ""),
    "archive": ("Archive the project", "Archived", "It stays readable and cannot be changed."),
}
_COMMITTEE = {
    "constitute": ("Constitute the committee", "Constituted", "It governs from this day on."),
    "reclassify": (
        "Say whether it reviews safety data",
        "Classified",
        "A committee that reviews safety data has patient safety partners.",
    ),
    "suspend": ("Suspend the committee", "Suspended", "It does not meet for a while."),
    "reinstate": ("Reinstate the committee", "Reinstated", "It meets again."),
    "merge_into": ("Merge into another committee", "Merged", "Another stands in its place."),
    "dissolve": ("Dissolve the committee", "Dissolved", "It has done its work."),
}
_APPOINTMENT = {
    "apply": ("Record the application", "Applied", ""),
    "shortlist": ("Shortlist", "Shortlisted", "A panel thinks well of the application."),
    "decline": ("Decline", "Declined", "Not this time."),
    "hold_in_reserve": ("Hold in reserve", "Held in reserve", "There is no place at present."),
    "offer": ("Offer a place", "Place offered", ""),
    "accept": ("Record that the place is accepted", "Place accepted", ""),
    "clear_checks": ("Clear the checks", "Checks cleared", ""),
    "complete_induction": ("Complete induction", "Induction completed", "The role begins."),
    "renew": ("Renew for another term", "Renewed", ""),
    "pause": ("Pause the appointment", "Paused", "The partner takes a break. No reason is asked."),
    "return": ("Record the return", "Returned", ""),
    "suspend": ("Suspend the appointment", "Suspended", "A concern is looked into."),
    "confirm_suspension": ("Confirm the suspension", "Suspension confirmed", ""),
    "lift": ("Lift the suspension", "Suspension lifted", ""),
    "end": ("End the appointment", "Ended", ""),
    "withdraw": ("Record a withdrawal", "Withdrawn", "The person takes the application back."),
}
_ACTION = {
    "complete": ("Say that it is done", "Done", ""),
    "hand_over": ("Hand it over", "Handed over", "Somebody else takes it on."),
    "drop": ("Say that it will not be done", "Dropped", ""),
    "reopen": ("Open it again", "Opened again", "It has to be done after all."),
}
_FILE = {
    "keep": ("Keep it", "Kept", ""),
    "refuse": ("Refuse it", "Refused: it failed the virus check", ""),
    "remove": (
        "Delete the file",
        "Deleted",
        "It is put away. Whoever looks after this can bring it back.",
    ),
    "restore": ("Bring the file back", "Brought back", ""),
    "erase": (
        "Erase the file",
        "Erased",
        "The file and its text are taken away for good, and cannot be brought back.",
    ),
    "check": ("Check the file again", "Asked for another check", ""),
    "lose": ("Lost", "Lost from the store", ""),
}


def project_step(step: str) -> StepWords:
    return _words(step, _PROJECT)


def committee_step(step: str) -> StepWords:
    return _words(step, _COMMITTEE)


def appointment_step(step: str) -> StepWords:
    return _words(step, _APPOINTMENT)


def action_step(step: str) -> StepWords:
    return _words(step, _ACTION)


def file_step(step: str) -> StepWords:
    return _words(step, _FILE)


def gate_words(gate: str) -> str:
    """ "project.approve_setup" as the verb on its button."""
    kind, _, step = gate.partition(".")
    known = {"project": _PROJECT, "committee": _COMMITTEE}.get(kind, _APPOINTMENT)
    return _words(step, known).do


def _words(step: str, known: dict[str, tuple[str, str, str]]) -> StepWords:
    if step == "opening_position":
        return StepWords(step=step, do=step, done="How it stood before QIflow")
    plain = step.replace("_", " ").capitalize()
    do, done, about = known.get(step, (plain, plain, ""))
    return StepWords(step=step, do=do, done=done, about=about)
