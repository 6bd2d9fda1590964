"""What is done once before the processes start: database, demonstration data, static files."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles.finders import get_finders
from django.core.management import get_commands

from qiflow.embedded.process import die_with_parent
from qiflow.instance import BASE_DIR, Instance, Refused

_LAST_LINES = 6
Say = Callable[[str], None]


def prepare(instance: Instance, *, environ: Mapping[str, str], say: Say) -> None:
    """Bring database and static files to the state of this code.

    Raises:
        Refused: a step failed; the message has its last lines.
    """
    say("Preparing the database.")
    _manage("prepare_database", "--verbosity=0", environ=environ)
    _collect_static(instance, environ=environ, say=say)
    if environ.get("QIFLOW_ENV", "demonstration") == "demonstration":
        _load_demonstration(instance, environ=environ, say=say)


def _collect_static(instance: Instance, *, environ: Mapping[str, str], say: Say) -> None:
    stamp = instance.home / "static-stamp"
    wanted = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting static files.")
    _manage("collectstatic", "--noinput", "--clear", "--verbosity=0", environ=environ)
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    """Changes whenever a file that collectstatic would copy changes."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}:{found.st_size}:{found.st_mtime_ns};".encode())
    return digest.hexdigest()


def _load_demonstration(instance: Instance, *, environ: Mapping[str, str], say: Say) -> None:
    """Load the demonstration into a database that has not had it, and keep its sign-ins."""
    marker = instance.home / f"demonstration-{_database_mark(environ)}"
    if marker.exists() or "load_demonstration" not in get_commands():
        return
    say("Loading the demonstration data.")
    output = _manage("load_demonstration", "--unless-used", environ=environ)
    if not output.strip():
        say("There are users already: nothing was loaded, and their sign-ins stay as they are.")
        marker.touch()
        return
    descriptor = os.open(instance.sign_ins_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(output.strip() + "\n")
    marker.touch()


def _database_mark(environ: Mapping[str, str]) -> str:
    """Tells databases apart; that of the embedded server stays one, whatever its socket."""
    url = urlsplit(environ["DATABASE_URL"])
    place = f"{url.hostname}:{url.port}{url.path}" if url.hostname else "embedded"
    return hashlib.sha256(place.encode()).hexdigest()[:12]


def _manage(*arguments: str, environ: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env={**environ},
        stdin=subprocess.DEVNULL,
        # Ctrl-C reaches the supervisor alone, which then ends this step itself.
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )
    if done.returncode:
        words = "\n".join((done.stderr or done.stdout).strip().splitlines()[-_LAST_LINES:])
        raise Refused(f"`manage.py {arguments[0]}` failed:\n{words}")
    return done.stdout
