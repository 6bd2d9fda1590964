"""One running copy of the service on this machine: its folder, lock, key and server addresses.

Uses the standard library only, so that settings can ask for the addresses of a service that
`manage.py up` is running.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_PORT = 8000
BASE_DIR = Path(__file__).resolve().parent.parent


class Refused(RuntimeError):
    """The service cannot start here; the message is one line for the person at the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """The folder of one running copy: `var/<port>` in the checkout."""

    port: int
    home: Path

    @property
    def addresses_file(self) -> Path:
        """Where a running supervisor writes the addresses of its servers."""
        return self.home / "servers.json"

    @property
    def sign_ins_file(self) -> Path:
        """Where the sign-ins of the demonstration are kept."""
        return self.home / "sign-ins.txt"

    @property
    def static_folder(self) -> Path:
        """Where collected static files of this copy go."""
        return self.home / "static"

    def log_file(self, name: str) -> Path:
        """The log of one process."""
        return self.home / "logs" / f"{name}.log"

    def open_home(self) -> None:
        """Make the folder, or refuse one that belongs to another user.

        Raises:
            Refused: in one line.
        """
        try:
            (self.home / "logs").mkdir(parents=True, exist_ok=True)
            owner = self.home.stat().st_uid
        except OSError:
            raise Refused(self._not_yours()) from None
        if owner != os.geteuid():
            raise Refused(self._not_yours())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold this copy for one supervisor; the kernel lets go when the process ends.

        Raises:
            Refused: another supervisor holds it.
        """
        with (self.home / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(
                    f"QIflow is running already on the data in {self.home}; "
                    f"a second one needs a port of its own: PORT={self.port + 1}."
                ) from None
            yield

    def secret_key(self) -> str:
        """This copy's own signing key, made on first use and readable to its owner only."""
        path = self.home / "secret-key"
        with contextlib.suppress(FileNotFoundError):
            return path.read_text()
        key = secrets.token_urlsafe(64)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
        return key

    def write_addresses(self, addresses: Mapping[str, str]) -> None:
        """Say where the servers are, for commands typed in another terminal."""
        self.addresses_file.write_text(json.dumps(dict(addresses)))

    def read_addresses(self) -> dict[str, str]:
        """Where the servers of a running copy are; empty when it is not running."""
        try:
            return {str(k): str(v) for k, v in json.loads(self.addresses_file.read_text()).items()}
        except (OSError, ValueError):
            return {}

    def _not_yours(self) -> str:
        return (
            f"The data in {self.home} belong to another user: start QIflow as that user, "
            "or from a clone of your own."
        )


def this_instance(environ: Mapping[str, str]) -> Instance:
    """The copy that the environment names by `PORT`.

    Raises:
        Refused: the port is not a number from 1 to 65535.
    """
    text = environ.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refused(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return Instance(port=int(text), home=BASE_DIR / "var" / text)
