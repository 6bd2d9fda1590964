"""P3: what people open most, at a thousand projects and at a hundred thousand (a million).

One connection, so that nothing but the size of the data differs; p95 of many requests each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from bench.client import Connection, drive, request
from bench.figures import Figure, Target, number
from bench.population import uid_of
from bench.run import Run
from bench.service import FORWARDED, KEY, web
from bench.sessions import cookie

ORGANISATIONS = 5
SMALL = 1_000
LIST = "/api/v1/projects"
FULL = f"{LIST}?limit=20"  # so many that the small database can fill the page as well


def measure(run: Run) -> list[Figure]:
    large = run.size(100_000, large=1_000_000, least=5_000)
    run.populate(organisations=ORGANISATIONS, projects=SMALL, findings=True)
    before = _p95_of_all(run, SMALL)
    run.add_projects(SMALL, large, organisations=ORGANISATIONS, findings=True)
    after = _p95_of_all(run, large)
    return [
        Figure(
            id="P3",
            what=f"{name}: p95 at {large:,} projects against {SMALL:,}",
            ours=f"{number(after[name])} ms",
            limit=f"{number(before[name])} ms",
            judged=after[name] / before[name],
            bar=Target(value=1.3),
            goal=Target(value=1.3),
        )
        for name in before
    ]


def _p95_of_all(run: Run, count: int) -> dict[str, float]:
    """Milliseconds of each work; several rounds, of which the middle one counts."""
    found: dict[str, list[float]] = {}
    browser = {**FORWARDED, **cookie()}
    with web() as port:
        works = _works(port, count, Random(run.seed))
        for _ in range(run.rounds):
            for name, path in works.items():
                asked = 100 if run.quick else 300
                sent = _one_after_the_other(path, asked, browser)
                driven = drive(port, sent, connections=1, seconds=30, warm_up=0.0).require(200)
                found.setdefault(name, []).append(driven.milliseconds(0.95))
    return {name: sorted(values)[len(values) // 2] for name, values in found.items()}


def _one_after_the_other(
    path: Callable[[], str], count: int, browser: dict[str, str]
) -> Callable[[int], Iterator[bytes]]:
    def requests(_connection: int) -> Iterator[bytes]:
        for _ in range(count):
            address = path()
            yield request("GET", address, headers=KEY if address.startswith("/api/") else browser)

    return requests


def _works(port: int, count: int, dice: Random) -> dict[str, Callable[[], str]]:
    """What is asked for: every request of a work asks for something a little different."""
    cursors = list(islice(_cursors(port), 4))
    own = [n for n in range(count) if (n // 20) % ORGANISATIONS == 0]

    def project() -> str:
        return f"{LIST}/{uid_of('project', dice.choice(own))}"

    return {
        "List of projects": lambda: LIST,
        "List, further pages": lambda: f"{LIST}?cursor={dice.choice(cursors)}",
        "List by stage": lambda: f"{FULL}&stage={dice.choice(['testing', 'co_design'])}",
        "Search, common word": lambda: f"{FULL}&q=falls",
        "Search, rare word": lambda: f"{FULL}&q=aromatherapy",
        "Project": project,
        "Steps of a project": lambda: f"{project()}/transitions",
        "History of a project": lambda: f"{project()}/history",
        "Findings that fail": lambda: "/api/v1/findings?limit=20&outcome=fail",
        "Dashboard (compliance)": lambda: "/api/v1/compliance",
        "Page: Home": lambda: "/",
        "Page: Projects": lambda: "/projects",
        "Page: Project": lambda: f"/projects/{uid_of('project', dice.choice(own))}",
        "Page: Assurance": lambda: "/assurance",
    }


def _cursors(port: int) -> Iterator[str]:
    connection, path = Connection(port), f"{LIST}?limit=40"
    while True:
        answer = connection.ask(request("GET", path, headers=KEY)).json()
        if not answer["next_cursor"]:
            return
        yield answer["next_cursor"]
        path = f"{LIST}?limit=40&cursor={answer['next_cursor']}"
