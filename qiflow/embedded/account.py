"""The account that embedded servers run as: never root, as PostgreSQL refuses it."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qiflow.embedded.errors import CannotStart

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom the servers run as; `uid` is None when they run as whoever started them."""

    uid: int | None
    gid: int | None

    def spawn_options(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess` that make a child run as this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Hand a file or folder to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether a server run as this account could work in `folder`."""
        # Asked of the kernel rather than read from mode bits, so that access lists count too.
        return self._succeeds(["/bin/sh", "-c", 'cd -- "$0"', str(folder)])

    def can_run(self, program: Path) -> bool:
        """Whether this account may execute `program`."""
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command, capture_output=True, cwd="/", timeout=60, **self.spawn_options()
            )
        except PermissionError:
            return False
        return done.returncode == 0


def server_account() -> Account:
    """The account for servers started by this process.

    Raises:
        CannotStart: run as root on a system without an unprivileged account.
    """
    if os.geteuid() != 0:
        return Account(uid=None, gid=None)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise CannotStart("Run as root, PostgreSQL needs an account 'postgres' or 'nobody': add one.")
