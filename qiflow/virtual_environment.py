"""Makes `.venv` from the hash-locked requirement files named on the command line.

Run by the Makefile with the system's Python, so the standard library is all there is. A stamp
holds the hash of what was installed; when it fits, nothing is done.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"


def main(names: list[str]) -> None:
    """Bring `.venv` to the state of the requirement files.

    Raises:
        SystemExit: with one line, when that is not possible.
    """
    files = [ROOT / name for name in names]
    # Two commands started at once must not install into one folder together.
    with files[0].open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _works():
            _make()
        stamp = FOLDER / f"installed-{len(files)}"
        wanted = _fingerprint(files)
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(files)
            stamp.write_text(wanted)


def _works() -> bool:
    # A folder that was moved, or whose Python was upgraded away, is made again.
    try:
        done = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def _make() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        sys.exit(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} cannot make virtual "
            "environments here: as root, apt-get install python3-venv"
        )
    print("Making the virtual environment.", flush=True)
    try:
        shutil.rmtree(FOLDER, ignore_errors=True)
        venv.create(FOLDER, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The virtual environment could not be made in {FOLDER}: {error}")


def _install(files: list[Path]) -> None:
    print("Installing the requirements.", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes"]
    command += ["--disable-pip-version-check", "--no-input", "--no-cache-dir"]
    for file in files:
        command += ["-r", str(file)]
    if subprocess.run(command).returncode:
        sys.exit("The requirements were not installed; the lines above say why.")


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
