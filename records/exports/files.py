"""The list of files as a file, with its filters; and the list of tags."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.api.filters import Choice, Filter, Uuid, Words, YesNo
from records.exports.declared import Asked, ListExport, Row, columns
from records.queries.files import files, with_names
from records.queries.tags import tags
from records.words import FILE_KINDS, FILE_STATES

FILE_FILTERS: dict[str, Filter] = {
    "organisation": Uuid("Files that this organisation keeps."),
    "subject": Uuid("Files about this thing."),
    "content_kind": Choice(FILE_KINDS, "What the file is."),
    "state": Choice(FILE_STATES, "Without this, deleted and erased files are left out."),
    "mine": YesNo("Only those that you sent."),
    "q": Words("Part of the name or of the description."),
}
TAG_FILTERS: dict[str, Filter] = {
    "organisation": Uuid("Tags of this organisation."),
    "q": Words("Part of the word.", minimum=1),
}


def _files(asked: Asked) -> Sequence[Row]:
    return with_names(asked.actor, files(actor=asked.actor, page=asked.page, **asked.filters))


def _tags(asked: Asked) -> Sequence[Row]:
    return tags(actor=asked.actor, page=asked.page, **asked.filters)


FILES = ListExport(
    name="files",
    title="Files",
    columns=columns(
        "name",
        ("about", "subject_title"),
        "description",
        "evidence_on",
        ("sent_at", "created_at"),
        ("sent_by", "added_by_name"),
        "content_kind",
        "size",
        "sha256",
        "audience",
        "state",
        "virus_check",
        "subject_kind",
        "subject_id",
        "organisation_id",
        "id",
        "version",
    ),
    filters=FILE_FILTERS,
    rows=_files,
    key=lambda row: (row["created_at"].isoformat(), row["id"]),
)
TAGS = ListExport(
    name="tags",
    title="Tags",
    columns=columns("word", "things", "organisation_id", "id", "version"),
    filters=TAG_FILTERS,
    rows=_tags,
    key=lambda row: (row["key"], row["id"]),
)
