"""What an event is called in the history of a thing."""

from __future__ import annotations

_SAID = {
    "uk.qiflow.project.registered.v1": "Registered",
    "uk.qiflow.project.changed.v1": "Description changed",
    "uk.qiflow.project.opened.v1": "Brought in from before QIflow",
    "uk.qiflow.project.team_changed.v1": "Team changed",
    "uk.qiflow.project.charter_written.v1": "Charter written",
    "uk.qiflow.project.signed_off.v1": "Agreement recorded",
    "uk.qiflow.project.sign_off_withdrawn.v1": "Agreement withdrawn",
    "uk.qiflow.project.organisations_changed.v1": "Participating organisations changed",
    "uk.qiflow.file.check_postponed.v1": "The virus scanner did not answer",
    "uk.qiflow.file.check_asked.v1": "Asked for another check",
    "uk.qiflow.file.link_made.v1": "A link for ten minutes was made",
}
_FIELDS = {
    "title": "title",
    "problem": "problem",
    "vision": "vision",
    "aim": "aim",
    "method": "way of working",
    "unit_id": "place",
    "started_on": "start",
    "target_on": "target date",
    "public_summary": "public summary",
    "retention_from": "retention period",
    "external_id": "reference",
    "evidence_on": "day of the evidence",
    "audience": "who may see it",
}


def event_words(kind: str) -> str:
    """ "uk.qiflow.seat.added.v1" as "Seat added", or the words that are better than that."""
    if kind in _SAID:
        return _SAID[kind]
    noun, _, happened = kind.removeprefix("uk.qiflow.").partition(".")
    happened = happened.rsplit(".", 1)[0].replace("_", " ")
    noun = noun.replace("_", " ")
    return (
        happened.capitalize()
        if noun in ("committee", "project", "psp")
        else (f"{noun} {happened}".capitalize())
    )


def field_words(names: list[str]) -> str:
    """Which particulars changed, in words."""
    return ", ".join(
        _FIELDS.get(name, name.removesuffix("_id").replace("_", " ")) for name in names
    )
