"""How much memory the private PostgreSQL takes for its tables."""

from __future__ import annotations

import pytest

from qiflow.embedded.postgres import buffers_mb, memory_mb


class TestBuffers:
    @pytest.mark.parametrize(
        ("memory", "taken"),
        [(512, 128), (4_096, 512), (8_192, 1_024), (65_536, 2_048)],
        ids=["a very small machine", "a small one", "a laptop", "a large server"],
    )
    def test_are_an_eighth_within_bounds(self, memory: int, taken: int) -> None:
        assert buffers_mb(memory) == taken

    def test_fit_this_machine(self) -> None:
        assert buffers_mb(memory_mb()) < memory_mb()
