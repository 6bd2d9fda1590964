"""The broker of the doorbell."""

import socket
import time

import pytest
import redis

from qiflow.broker import make_broker, redis_client


class TestRedisClient:
    @pytest.mark.alone
    def test_gives_up_on_a_stalled_server_within_seconds(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            client = redis_client(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
            begun_at = time.monotonic()

            with pytest.raises(redis.RedisError):
                client.ping()

            assert time.monotonic() - begun_at < 5
            client.close()


class TestMakeBroker:
    def test_looks_for_dead_workers_often_and_never_retries_by_itself(self, redis_url):
        broker = make_broker(redis_url, namespace="test")
        retries = [part for part in broker.middleware if type(part).__name__ == "Retries"]

        assert broker.heartbeat_timeout <= 15_000
        assert broker.maintenance_chance >= 100_000
        assert [part.max_retries for part in retries] == [0]
        broker.client.close()
