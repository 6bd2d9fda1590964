"""`python -m qiflow.workers`: load everything once, and fork the workers from it."""

import argparse
from collections.abc import Iterator

from kernel import garbage
from qiflow.workers import loading  # noqa: F401 - sets Django up, before what follows is imported
from qiflow.workers.master import Master, Post
from qiflow.workers.serving import serve
from workflows import tasks  # noqa: F401 - the actors
from workflows.bells import JOBS, MESSAGES, QUEUE
from workflows.stopping import stop_on_signals

#: One thread, whatever waits: what comes while it works is taken together afterwards. Threads that
#: work side by side take a subject each, slow each other down and pay for every round trip alone.
DRAIN_THREADS = 1
JOB_THREADS = 3
#: People wait for a finding; an export or an email may begin a tenth of a second later.
DRAIN_IDLE_LOOK_MS, JOB_IDLE_LOOK_MS = 20, 100


def main() -> None:
    """Keep the workers running until told to stop."""
    asked = _arguments()
    garbage.collect_seldom()
    Master(list(_posts(asked)), serve=serve, stop=stop_on_signals()).run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m qiflow.workers", description=__doc__)
    parser.add_argument("--drain", type=int, default=2, help="processes that work events")
    parser.add_argument(
        "--jobs", type=int, default=1, help="processes that do long work and send email"
    )
    return parser.parse_args()


def _posts(asked: argparse.Namespace) -> Iterator[Post]:
    for number in range(1, asked.drain + 1):
        yield Post(f"drain-{number}", (QUEUE,), DRAIN_THREADS, DRAIN_IDLE_LOOK_MS)
    for number in range(1, asked.jobs + 1):
        yield Post(f"jobs-{number}", (JOBS, MESSAGES), JOB_THREADS, JOB_IDLE_LOOK_MS)


if __name__ == "__main__":
    main()
