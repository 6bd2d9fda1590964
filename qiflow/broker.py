"""The doorbell's broker: dramatiq on Redis, set so that a lost worker costs seconds.

Measured with the defaults, a message held by a killed worker came back after 4 to 20 minutes.
"""

import redis
from django.conf import settings
from django_dramatiq.middleware import DbConnectionsMiddleware
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import (
    AgeLimit,
    Callbacks,
    CurrentMessage,
    Middleware,
    Pipelines,
    Retries,
    ShutdownNotifications,
    TimeLimit,
)
from redis.backoff import NoBackoff
from redis.retry import Retry

HEARTBEAT_TIMEOUT_MS = 10_000  # under 5 s a stalled worker would be taken for a dead one
MAINTENANCE_CHANCE_PPM = 200_000  # of the calls that look for dead workers, in a million
SOCKET_TIMEOUT_SECONDS = 2
CONNECT_TIMEOUT_SECONDS = 1


def redis_client(url: str) -> redis.Redis:
    """A client that fails in two seconds; the default waits most of a minute on a stall.

    It does not retry: a retry of a call that did arrive rings twice, and the work is safe in
    PostgreSQL anyway.
    """
    client: redis.Redis = redis.Redis.from_url(
        url,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    return client


def make_broker(url: str, *, namespace: str) -> RedisBroker:
    """A broker whose queues live under `namespace`."""
    return RedisBroker(
        client=redis_client(url),
        namespace=namespace,
        heartbeat_timeout=HEARTBEAT_TIMEOUT_MS,
        maintenance_chance=MAINTENANCE_CHANCE_PPM,
        middleware=_middleware(),
    )


def configured_broker() -> RedisBroker:
    """The broker that the settings name."""
    return make_broker(settings.REDIS_URL, namespace=settings.QIFLOW_QUEUE_NAMESPACE)


def _middleware() -> list[Middleware]:
    return [
        DbConnectionsMiddleware(),  # a worker thread never keeps a dead connection
        AgeLimit(),
        TimeLimit(),
        ShutdownNotifications(),
        Callbacks(),
        Pipelines(),
        Retries(max_retries=0),
        CurrentMessage(),
    ]
