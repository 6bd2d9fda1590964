"""The sentences with which a file is not taken. Pure."""

from __future__ import annotations

from kernel.errors import TooLarge, WrongKind
from records.files.kinds import LISTED


def not_taken() -> WrongKind:
    return WrongKind(f"File type not accepted. Send one of: {LISTED}.")


def liar(sentence: str) -> WrongKind:
    """The parts of a file contradict each other."""
    return WrongKind(f"File type not accepted. {sentence}")


def active(what: str) -> WrongKind:
    """It does something when it is opened, or leads elsewhere."""
    return WrongKind(f"File type not accepted. {what} Save it without that, or as a PDF.")


def damaged() -> WrongKind:
    return WrongKind("File type not accepted. The file is damaged. Save it again and send that.")


def two_in_one() -> WrongKind:
    return WrongKind("File type not accepted. The file holds another file behind its end.")


def infected() -> WrongKind:
    return WrongKind("The file failed the virus check. It was not kept.", code="virus")


def unpacks(limit: str) -> TooLarge:
    return TooLarge(f"Too large: the limit is {limit}.")
