"""The same key twice: one effect, one answer."""

import pytest

from kernel.actors import SYSTEM
from kernel.errors import Denied, Invalid, Unmet
from kernel.idempotency import Answer, once

pytestmark = pytest.mark.django_db


class Counter:
    """Work that counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> Answer:
        self.done += 1
        return Answer(status=201, body={"done": self.done}, headers={"ETag": '"v1"'})


def ask(work: Counter, *, key: str | None = "k1", body: bytes = b"a") -> tuple[Answer, bool]:
    return once(actor=SYSTEM, key=key, fingerprint=body, work=work)


class TestOnce:
    def test_repeats_the_answer_and_not_the_work(self):
        work = Counter()

        first, _ = ask(work)
        second, repeated = ask(work)

        assert (first.status, second.status) == (201, 200)
        assert repeated
        assert second.body == {"done": 1}
        assert work.done == 1

    def test_refuses_the_key_for_another_request(self):
        ask(Counter())

        with pytest.raises(Unmet) as refusal:
            ask(Counter(), body=b"b")

        assert refusal.value.code == "key_reused"

    def test_without_a_key_does_the_work_each_time(self):
        work = Counter()
        ask(work, key=None)
        ask(work, key=None)
        assert work.done == 2

    def test_a_refused_request_may_be_mended_and_sent_again(self):
        def refuse() -> Answer:
            raise Denied("No.")

        with pytest.raises(Denied):
            once(actor=SYSTEM, key="k2", fingerprint=b"a", work=refuse)

        assert ask(Counter(), key="k2", body=b"b")[1] is False

    @pytest.mark.parametrize("key", ["", "a,b", "x" * 256, "é", "a\nb"])
    def test_refuses_what_is_not_one_key(self, key):
        with pytest.raises(Invalid):
            ask(Counter(), key=key)
