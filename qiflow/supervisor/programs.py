"""The programs that make up the running service."""

from qiflow.instance import BASE_DIR
from qiflow.supervisor.children import Program

WEB_WORKERS = 2
WEB_THREADS = 4
DRAIN_WORKERS = 2
JOB_WORKERS = 1
STATEMENT_SECONDS = 20  # no page or request may hold the database longer

_MANAGE = str(BASE_DIR / "manage.py")


def web(*, host: str, port: int) -> Program:
    """The web server."""
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    arguments += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)]
    arguments += ["--http", "1", "--no-ws", "--backpressure", "128", "--workers-kill-timeout", "3"]
    arguments += ["--respawn-failed-workers", "--respawn-interval", "1"]
    return Program(
        name="web",
        arguments=(*arguments, "qiflow.wsgi:application"),
        environment=(("QIFLOW_STATEMENT_SECONDS", str(STATEMENT_SECONDS)),),
    )


def relay() -> Program:
    """Rings for work that is committed."""
    return Program(name="relay", arguments=("-m", "qiflow.relay"))


def timers() -> Program:
    """Announces outcomes on the date on which they change."""
    return Program(name="timers", arguments=(_MANAGE, "timers"))


def workers(*, drain: int = DRAIN_WORKERS, jobs: int = JOB_WORKERS) -> Program:
    """Do what follows from events, and long work and messages apart from it; any number of them."""
    counts = ("--drain", str(drain), "--jobs", str(jobs))
    return Program(name="workers", arguments=("-m", "qiflow.workers", *counts))
