"""The programs that make up the running service."""

import os

from qiflow.instance import BASE_DIR
from qiflow.supervisor.children import Program

WEB_WORKERS = 2
WEB_THREADS = 4
# A dramatiq master ends when a process of it is killed, and takes the others with it: so each
# has one, and an event that kills its worker stops no other.
WORKER_MASTERS = 2
WORKER_THREADS = 4
JOB_THREADS = 3
# Shorter than the supervisor's patience, so that held messages go back before the end.
WORKER_SHUTDOWN_MS = 4000
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


def workers() -> tuple[Program, ...]:
    """Do what follows from events; any number of them."""
    return tuple(
        _dramatiq(f"workers-{number}", queues=("drain",), threads=WORKER_THREADS)
        for number in range(1, WORKER_MASTERS + 1)
    )


def jobs() -> Program:
    """Does long work and sends messages, apart: no finding waits for an export or a mail server."""
    return _dramatiq("jobs", queues=("jobs", "messages"), threads=JOB_THREADS)


def _dramatiq(name: str, *, queues: tuple[str, ...], threads: int) -> Program:
    arguments = ["-m", "dramatiq", "--path", str(BASE_DIR), "--processes", "1"]
    arguments += ["--threads", str(threads), "--queues", *queues]
    arguments += ["--worker-shutdown-timeout", str(WORKER_SHUTDOWN_MS)]
    return Program(
        name=name,
        arguments=(*arguments, "qiflow.worker", "workflows.tasks"),
        environment=(
            ("dramatiq_worker_timeout", "20"),  # ms; an idle worker looks this often
            # Few messages are leased to a process that may die.
            ("dramatiq_queue_prefetch", os.environ.get("dramatiq_queue_prefetch", "1")),  # noqa: SIM112 - dramatiq's own name
            ("dramatiq_delay_queue_prefetch", "50"),
        ),
    )
