"""What every script is told: how large, how long, and where."""

from __future__ import annotations

import os
from dataclasses import dataclass

from bench.population import SEATS_EACH, Population


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One measurement. `seconds` is how long each side of a ratio runs in one round."""

    large: bool
    quick: bool
    seed: int

    @property
    def seconds(self) -> float:
        return 2.0 if self.quick else 6.0

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 3

    def size(self, usual: int, *, large: int | None = None, least: int = 200) -> int:
        """How many rows: a hundredth in a smoke test, the large number where asked."""
        if self.quick:
            return max(usual // 100, least)
        return large if self.large and large else usual

    @property
    def url(self) -> str:
        return os.environ["DATABASE_URL"]

    def populate(
        self,
        *,
        organisations: int = 10,
        projects: int = 0,
        committees: int = 0,
        partners: int = SEATS_EACH,
        steps: int = 1,
        findings: bool = False,
        measures: bool = True,
    ) -> None:
        """Fill this run's own database."""
        population = Population(self.url, organisations=organisations)
        population.add_organisations()
        if projects:
            population.add_projects(projects, findings=findings, measures=measures)
        if committees:
            population.add_committees(committees, steps=steps, partners=partners)
        population.settle_disk()
        population.close()

    def add_projects(
        self, start: int, count: int, *, organisations: int, findings: bool = False
    ) -> None:
        """More projects, up to `count`, where `start` are already."""
        population = Population(self.url, organisations=organisations)
        population.add_projects(count, start=start, findings=findings)
        population.settle_disk()
        population.close()
