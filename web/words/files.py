"""What files are called on a page: their kind, how large they are, whether they were checked."""

from __future__ import annotations

from records.files.kinds import KINDS, MOST_FILES_OF_A_THING

AUDIENCES = (
    ("everyone", "Everybody who sees this page"),
    ("home", "People of our organisation only"),
    ("keepers", "Only those who look after this"),
)
_SEEN_BY = {
    "everyone": "Everybody who sees what it is about",
    "home": "People of our organisation only",
    "keepers": "Only those who look after what it is about",
}
_CHECKS = {
    "waiting": "Being checked for viruses. It can be downloaded once that is done",
    "clean": "No virus found",
    "none": "Not checked for viruses: no virus scanner is set up here",
    "infected": "A virus was found. The file was not kept",
}
_WARNINGS = {
    "nhs_number": "Its text seems to hold an NHS number",
    "birth_date": "Its text seems to hold a date of birth",
}
KIND_OPTIONS = tuple((kind.code, kind.title) for kind in KINDS.values())


def kind_title(code: str) -> str:
    return KINDS[code].title


def seen_by(audience: str) -> str:
    return _SEEN_BY[audience]


def check_words(virus_check: str, problem: str) -> str:
    """What the check found, or why it has not ended."""
    if virus_check == "waiting" and problem:
        return f"{problem} The file waits and is tried again every hour"
    return _CHECKS[virus_check]


def warning_words(found: str) -> str:
    """What the text of a file seems to hold that belongs to a patient, or nothing."""
    return _WARNINGS.get(found, "")


def size_words(size: int) -> str:
    """ "3 bytes", "41 KB", "2.5 MB"."""
    if size < 1024:
        return f"{size} bytes"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")


def taken_words(largest: int) -> str:
    """Which files are taken, in one line."""
    return (
        "PDF, Word, Excel, PowerPoint, OpenDocument text, pictures (PNG, JPEG, WebP, GIF), plain "
        f"text or CSV; at most {size_words(largest)}, and {MOST_FILES_OF_A_THING} files here"
    )
