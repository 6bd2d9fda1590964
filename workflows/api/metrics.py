"""The numbers behind `/metrics`."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from workflows.queries.messages import measure_messages
from workflows.queries.queue import findings_by_rule, measure


class QueueCollector(Collector):
    """Asks the database when it is asked; nothing is counted in processes that come and go."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        state = measure()
        yield _gauge("undone_events", "Events that a subject has yet to react to", state.undone)
        yield _gauge(
            "oldest_undone_event_seconds", "Age of the oldest of them", state.oldest_seconds
        )
        yield _gauge("quarantined_events", "Events held for an operator", state.quarantined)
        yield _gauge("due_timers", "Dates that should have been announced", state.due_timers)
        mail = measure_messages()
        yield _gauge("due_messages", "Email that should have gone by now", mail.due)
        yield _gauge(
            "oldest_due_message_seconds", "Since the oldest of it should have gone", mail.oldest
        )
        yield _gauge("failed_messages", "Messages that could not be sent", mail.failed)
        yield _gauge("messages_to_do", "Letters and calls that wait for somebody", mail.by_hand)
        beats = GaugeMetricFamily(
            "qiflow_heartbeat_age_seconds", "Since a process said it is well", labels=["process"]
        )
        for name, age in state.heartbeats.items():
            if age is not None:
                beats.add_metric([name], age)
        yield beats
        findings = GaugeMetricFamily(
            "qiflow_findings", "Findings of today", labels=["rule", "outcome"]
        )
        for rule, outcome, count in findings_by_rule():
            findings.add_metric([rule, outcome], count)
        yield findings


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"qiflow_{name}", meaning, value=value)


REGISTRY = CollectorRegistry(auto_describe=False)
REGISTRY.register(QueueCollector())
