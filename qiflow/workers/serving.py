"""What one worker process does: take doorbells off its queues until it is told to stop."""

from __future__ import annotations

import os
from uuid import uuid4

import dramatiq
from dramatiq.brokers.redis import RedisBroker

from qiflow.workers.master import FINISH_SECONDS, Post
from workflows.stopping import stop_on_signals


def serve(post: Post) -> None:
    """Work the queues of a post. The process has just been forked: nothing is open yet."""
    stop = stop_on_signals()
    # Its sessions can be told apart in pg_stat_activity.
    os.environ["PGAPPNAME"] = post.name
    broker = dramatiq.get_broker()
    if isinstance(broker, RedisBroker):
        # By this name the broker knows whose messages are held by nobody any more.
        broker.broker_id = str(uuid4())
    broker.emit_after("process_boot")
    worker = dramatiq.Worker(
        broker,
        queues=set(post.queues),
        worker_timeout=post.idle_look_ms,
        worker_threads=post.threads,
    )
    worker.start()
    stop.wait()
    worker.stop(timeout=int(FINISH_SECONDS * 1000))
    broker.close()
