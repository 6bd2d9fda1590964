"""`python -m tests.chaos`: change, kill, wait, check; prints seed, commit and machine.

The checker is a program of its own that reads tables and recorded answers.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qiflow.instance import BASE_DIR
from tests.chaos.house import MASTER, RELAY, House
from tests.smtp import MailServer, mail_server

SETTLE_SECONDS = 180.0
LONGEST_DELAY_SECONDS = 20.0
#: On a machine on which a worker takes long to load, everything goes by that, with as many kills
#: for as many changes: were all workers down all the time, nobody would be there to do the work.
LOADS_BETWEEN_KILLS = 1.5
LONGEST_DELAY_LOADS = 10
MASTER_DIES_TOO = 0.1  # chance at each kill of a worker


def main() -> int:
    asked = _arguments()
    _heading(asked)
    folder = Path(tempfile.mkdtemp(prefix="qf-chaos-"))
    folder.chmod(0o711)
    house = House(folder)
    try:
        with mail_server() as mail:
            house.open(mail_port=mail.port)
            return _run(house, mail, asked)
    finally:
        house.close()
        if asked.keep:
            print(f"logs are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--changes", type=int, default=5000)
    parser.add_argument("--subjects", type=int, default=50)
    parser.add_argument("--rate", type=float, default=20.0, help="changes a second")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two kills")
    parser.add_argument("--kills", type=int, default=20, help="so many must hit held work")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--keep", action="store_true", help="keep the logs")
    return parser.parse_args()


def _heading(asked: argparse.Namespace) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=BASE_DIR
    ).stdout.strip()
    print(
        f"chaos: {asked.changes} changes over {asked.subjects} subjects, seed {asked.seed},"
        f" commit {commit or 'unknown'}, {platform.machine()} with {os.cpu_count()} cores,"
        f" Python {platform.python_version()}",
        flush=True,
    )


def _run(house: House, mail: MailServer, asked: argparse.Namespace) -> int:
    os.environ.update(house.environment)
    import django  # the address of the database is known only now

    django.setup()
    from django.db import connection

    from kernel import tenancy
    from tests.chaos.changes import Clients, furnish
    from tests.chaos.ledger import TABLE

    subprocess.run(
        [sys.executable, "-c", _MAKE_LEDGER, house.environment["DATABASE_URL"], TABLE], check=True
    )
    tenancy.open_to_all()
    load = house.load_seconds()
    every = max(asked.every, LOADS_BETWEEN_KILLS * load)
    limit = max(LONGEST_DELAY_SECONDS, LONGEST_DELAY_LOADS * load)
    print(f"a worker loads in {load:.1f} s; a kill every {every:.1f} s", flush=True)
    answers = house.folder / "answers.jsonl"
    clients = Clients(
        changes=asked.changes,
        a_second=asked.rate * asked.every / every,
        seed=asked.seed,
        subjects=furnish(asked.subjects),
        answers=answers,
    )
    connection.close()
    house.start_up()
    clients.start()
    held = _hurt_while_running(house, clients, asked, every)
    clients.join()
    began = time.monotonic()
    _settle(house)
    print(f"settled {time.monotonic() - began:.1f} s after the last change")
    taken = house.folder / "mail.txt"
    taken.write_text("\n".join(email["Message-ID"] for email in mail.received))
    checker = [sys.executable, "-m", "tests.chaos.checker", house.environment["DATABASE_URL"]]
    checked = subprocess.run([*checker, answers, taken, str(limit)], cwd=BASE_DIR)
    drifted = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), "recheck", "--check"],
        cwd=BASE_DIR,
        env=house.environment,
    )
    answered = len(answers.read_text().splitlines())
    if answered != asked.changes:
        print(f"only {answered} of {asked.changes} changes were answered")
    wrong = bool(checked.returncode or drifted.returncode or answered != asked.changes)
    enough = held >= asked.kills
    print(f"kills that hit held work {held} (at least {asked.kills} wanted)")
    print("chaos: all is right" if enough and not wrong else "chaos: NOT right")
    return int(wrong or not enough)


_MAKE_LEDGER = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True, options="-c role=qiflow_owner") as link:
    link.execute(sys.argv[2])
"""


def _hurt_while_running(
    house: House, clients: object, asked: argparse.Namespace, every: float
) -> int:
    """Kill something every few seconds; each server fault once, spread over the run."""
    chance = random.Random(asked.seed)
    faults = [("flush", 0.75), ("empty restart of the broker", 0.5), ("database crash", 0.25)]
    counts = {"worker": 0, "master with all workers": 0, "relay": 0, "sessions": 0}
    held = 0
    next_at = time.monotonic() + every
    while clients.running:  # type: ignore[attr-defined]
        house.tend()
        time.sleep(0.1)
        if time.monotonic() < next_at:
            continue
        next_at = time.monotonic() + every
        if faults and clients.left <= faults[0][1] * asked.changes:  # type: ignore[attr-defined]
            _server_fault(house, faults.pop(0)[0])
        if up := house.at_work():  # one that is still starting holds nothing to lose
            held += house.kill_worker(chance.choice(up))
            counts["worker"] += 1
        if chance.random() < MASTER_DIES_TOO:
            house.kill(MASTER)
            counts["master with all workers"] += 1
        if chance.random() < 0.5:
            house.kill(RELAY)
            counts["relay"] += 1
        if chance.random() < 0.5:
            counts["sessions"] += house.end_sessions(3)
    print("kill -9: " + ", ".join(f"{name} {count}" for name, count in counts.items()), flush=True)
    return held


def _server_fault(house: House, name: str) -> None:
    print(f"fault: {name}", flush=True)
    if name == "flush":
        house.flush_broker()
    elif name == "database crash":
        house.crash_database()
    else:
        house.empty_broker()


def _settle(house: House) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        house.tend()
        if not house.undone():
            return
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
