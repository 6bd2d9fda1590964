"""Where files lie: a folder, or whatever else Django's storage API reaches. Names are our own.

Nothing here knows whose a file is: what has no row is swept away, so a name is made before its row
and given up after it.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

ALIAS = "files"
PIECE = 64 * 1024
#: What is younger may belong to an upload that is not committed yet.
SETTLED = timedelta(hours=1)
#: Files are spread over these by the beginning of their names.
FOLDERS = tuple(f"{number:02x}" for number in range(256))


def keep(content: bytes) -> str:
    """Lay bytes down and give back their name, which tells nothing of what they are."""
    name = secrets.token_hex(20)
    return _store().save(f"{name[:2]}/{name}", ContentFile(content))


def read(name: str) -> bytes:
    """All of it. Raises: FileNotFoundError."""
    with _store().open(name) as file:
        return bytes(file.read())


def open_at(name: str, start: int = 0) -> IO[bytes]:
    """The file, open from a place on. Raises: FileNotFoundError."""
    file = _store().open(name)
    file.seek(start)
    return file


def is_there(name: str) -> bool:
    return _store().exists(name)


def remove(name: str) -> None:
    """Take bytes away; once they are gone this does nothing."""
    _store().delete(name)


def folder_names(folder: str) -> dict[str, bool]:
    """Everything in one of `FOLDERS`, each with whether it has lain there for an hour."""
    store = _store()
    before = datetime.now(UTC) - SETTLED
    try:
        files = store.listdir(folder)[1]
    except FileNotFoundError:
        return {}  # nothing was ever kept there
    names = [f"{folder}/{file}" for file in files]
    return {name: store.get_modified_time(name) < before for name in names}


def _store() -> Storage:
    return storages[ALIAS]
