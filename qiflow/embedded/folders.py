"""Where an embedded server keeps its data and its socket."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from qiflow.embedded.account import Account
from qiflow.embedded.binaries import SHARED_FOLDER

SOCKET_PREFIX = "qf-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and how one server runs."""

    folder: Path
    sockets: Path
    log: Path
    account: Account
    durable: bool


def data_folder(wanted: Path, account: Account) -> Path:
    """The folder for one server's data: `wanted`, or one outside a private folder.

    Root may have cloned into a folder that the server account cannot enter. Opening that
    folder would be a change nobody asked for, so the data go to a shared place instead.
    """
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if account.uid is None or account.can_enter(wanted.parent):
        chosen = wanted
    else:
        name = hashlib.sha256(str(wanted.resolve()).encode()).hexdigest()[:16]
        SHARED_FOLDER.mkdir(parents=True, exist_ok=True)
        SHARED_FOLDER.chmod(0o755)
        chosen = SHARED_FOLDER / name
    if not chosen.exists():
        chosen.mkdir()
        chosen.chmod(0o700)
        account.own(chosen)
    return chosen


def socket_folder(account: Account) -> Path:
    """A fresh short folder for sockets, closed to everyone but the account and root.

    A socket's path may have 107 bytes at most, so it never lies beneath a deep clone.
    """
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir="/tmp"))
    account.own(folder)
    return folder


def remove_socket_folder(folder: Path) -> None:
    """Remove a folder made by `socket_folder`, and nothing else."""
    if folder.parent == Path("/tmp") and folder.name.startswith(SOCKET_PREFIX):  # noqa: S108
        shutil.rmtree(folder, ignore_errors=True)
