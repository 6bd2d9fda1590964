"""files.md: which files are taken, and every limit on them."""

from __future__ import annotations

from qiflow.documents import markdown
from records.files import kinds

_INTRODUCTION = """
A file is taken when its content, the end of its name and what its sender calls it agree on one row.
A name without an end and a file without a type are told by the content. Nothing of a file is ever
run, and none is shown in the origin of the pages.
"""


def page() -> str:
    """The kinds of file, then the limits."""
    rows = (
        [
            kind.title,
            markdown.codes(f".{extension}" for extension in kind.extensions),
            markdown.code(kind.media_type),
            markdown.codes(sorted(kind.also_declared)),
        ]
        for kind in kinds.KINDS.values()
    )
    return markdown.page(
        "Files",
        _INTRODUCTION,
        markdown.table(["Kind", "Name ends in", "Type", "May also be sent as"], rows),
        "## Limits",
        markdown.table(["What", "At most"], _limits()),
    )


def _limits() -> list[tuple[str, str]]:
    megabyte = 1024 * 1024
    return [
        ("Files about one thing", f"{kinds.MOST_FILES_OF_A_THING:,}"),
        ("Pages of a PDF", f"{kinds.MOST_PAGES:,}"),
        ("Pixels of a picture", f"{kinds.MOST_PIXELS:,}"),
        ("Pictures in one that moves", f"{kinds.MOST_FRAMES:,}"),
        ("Parts of an Office file", f"{kinds.MOST_MEMBERS:,}"),
        ("An Office file unpacked", f"{kinds.MOST_UNPACKED // megabyte:,} MB"),
        ("Unpacked against packed", f"{kinds.MOST_RATIO:,} times"),
        ("Rows of a sheet", f"{kinds.MOST_ROWS:,}"),
        ("Characters kept for search", f"{kinds.MOST_WORDS:,}"),
    ]
