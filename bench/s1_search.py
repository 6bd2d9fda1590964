"""S1: search over everything at a hundred thousand projects: p95 of one connection, by word.

Five organisations, as in P3; the actor reads one of them. Every word is looked for in titles, in
texts and, where nothing holds it, among what resembles it.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.client import Driven, drive, request
from bench.figures import Figure, Target, number
from bench.run import Run
from bench.service import KEY, web

BAR_MS = 100.0
WORDS = {
    "a common word of titles": "falls",
    "a rare word of titles": "aromatherapy",
    "a word of every text": "matters",
    "a word only begun": "fal",
    "a misspelt word": "aromatherpay",
    "a word that is nowhere": "xylophone",
    "a person": "person",
}


def measure(run: Run) -> list[Figure]:
    count = run.size(100_000, large=1_000_000, least=5_000)
    run.populate(organisations=5, projects=count, committees=run.size(400, least=20))
    with web() as port:
        return [_figure(port, run, count, what, words) for what, words in WORDS.items()]


def _figure(port: int, run: Run, count: int, what: str, words: str) -> Figure:
    asked = 50 if run.quick else 150
    _drive(port, words, 20)  # caches and connections
    p95 = _drive(port, words, asked).milliseconds(0.95)
    return Figure(
        id="S1",
        what=f"Search over everything at {count:,} projects, {what}: p95",
        ours=f"{number(p95)} ms",
        limit=f"{number(BAR_MS)} ms",
        judged=p95,
        bar=Target(value=BAR_MS),
    )


def _drive(port: int, words: str, count: int) -> Driven:
    def requests(_connection: int) -> Iterator[bytes]:
        for _ in range(count):
            yield request("GET", f"/api/v1/search?q={words}", headers=KEY)

    return drive(port, requests, connections=1, seconds=60, warm_up=0.0).require(200)
