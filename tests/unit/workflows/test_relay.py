"""What the relay remembers and sends."""

from uuid import UUID

from workflows.relay import LARGEST_RING, SPREAD_OVER, Memory, Waiting, doorbells
from workflows.subjects import SubjectKey


def waiting(number: int, *, newest: int = 1, suspected: bool = False) -> Waiting:
    return Waiting(SubjectKey("committee", UUID(int=number)), newest, suspected)


class TestMemory:
    def test_does_not_ring_twice_for_the_same_work(self):
        memory = Memory()
        memory.note([waiting(1)], 0.0)

        assert memory.due([waiting(1)], 1.9) == []

    def test_rings_at_once_for_newer_work(self):
        memory = Memory()
        memory.note([waiting(1)], 0.0)

        assert memory.due([waiting(1, newest=2)], 0.1) == [waiting(1, newest=2)]

    def test_rings_again_more_and_more_seldom(self):
        memory, now, gaps = Memory(), 0.0, []
        for _ in range(6):
            memory.note([waiting(1)], now)
            before = now
            while not memory.due([waiting(1)], now):
                now += 0.5
            gaps.append(now - before)

        assert gaps == [2.0, 2.0, 2.0, 4.0, 8.0, 15.0]

    def test_forgets_what_is_done(self):
        memory = Memory()
        memory.note([waiting(1)], 0.0)
        memory.due([], 0.1)

        assert memory.due([waiting(1)], 0.2) == [waiting(1)]


class TestDoorbells:
    def test_ring_single_ones_at_low_load(self):
        assert doorbells([waiting(1), waiting(2)]) == [
            [waiting(1).subject],
            [waiting(2).subject],
        ]

    def test_ring_batches_in_a_burst(self):
        sent = doorbells([waiting(number) for number in range(5000)])

        assert max(map(len, sent)) == LARGEST_RING
        assert sum(map(len, sent)) == 5000
        assert len(doorbells([waiting(n) for n in range(80)])) == SPREAD_OVER

    def test_ring_suspects_alone(self):
        crowd = [waiting(number) for number in range(100)]
        sent = doorbells([*crowd, waiting(100, suspected=True)])

        assert [waiting(100).subject] in sent
