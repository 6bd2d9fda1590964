"""Clients of a chaos run: they change wards and write down every answer they got."""

from __future__ import annotations

import json
import random
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import connection

from kernel import tenancy
from kernel.errors import Stale
from people.models import Unit
from tests.factories import people, wards

CLIENTS = 4


class Clients:
    """Several threads that share out a number of changes at a steady rate."""

    def __init__(
        self, *, changes: int, a_second: float, seed: int, ward_ids: list[UUID], answers: Path
    ) -> None:
        self._left = changes
        self._pause_seconds = CLIENTS / a_second
        self._seed = seed
        self._ward_ids = ward_ids
        self._answers = answers.open("w")
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, args=(number,), daemon=True)
            for number in range(CLIENTS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def running(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    @property
    def left(self) -> int:
        return self._left

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
        self._answers.close()

    def _run(self, number: int) -> None:
        chance = random.Random(self._seed * 100 + number)
        while self._take():
            ward_id = chance.choice(self._ward_ids)
            places = some_places(chance)
            while not self._change(ward_id, places):
                time.sleep(0.05)
            time.sleep(chance.uniform(0.5, 1.5) * self._pause_seconds)
        connection.close()

    def _take(self) -> bool:
        with self._lock:
            if self._left <= 0:
                return False
            self._left -= 1
            return True

    def _change(self, ward_id: UUID, places: list[tuple[date, date | None]]) -> bool:
        """Make one change and note the answer; False if there was none and it must be repeated."""
        try:
            tenancy.open_to_all()
            ward = Unit.objects.get(pk=ward_id)
            wards.move(ward, places)
        except Stale:
            return False
        except DatabaseError:
            connection.close()
            return False
        answer = {"ward": str(ward_id), "version": ward.version}
        with self._lock:
            self._answers.write(json.dumps(answer) + "\n")
            self._answers.flush()
        return True


def some_places(chance: random.Random) -> list[tuple[date, date | None]]:
    """Up to three stays around today, some of them open."""
    places: list[tuple[date, date | None]] = []
    day = wards.BEGINNING + timedelta(days=chance.randrange(0, 60))
    for _ in range(chance.randrange(0, 4)):
        length = chance.randrange(1, 200)
        end = None if chance.random() < 0.2 else day + timedelta(days=length)
        places.append((day, end))
        if end is None:
            break
        day = end + timedelta(days=chance.randrange(1, 60))
    return places


def furnish(wards_wanted: int) -> list[UUID]:
    """Wards in five organisations, each with a division."""
    organisations = [people.organisation() for _ in range(5)]
    for organisation in organisations:
        people.unit(organisation, type="division")
    return [
        people.unit(organisations[number % 5], type="ward").pk for number in range(wards_wanted)
    ]
