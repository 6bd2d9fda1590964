"""The kernel's tables: Event, Pending, Transition, Finding, Standing, Timer, Standard."""

from kernel.models.base import Aggregate, DatedFact, SafeFSM, TenantRow
from kernel.models.clock import Clock
from kernel.models.findings import Finding, RollUpStep, Standing, Timer
from kernel.models.idempotency import Idempotency
from kernel.models.log import Event, Pending, Transition
from kernel.models.standards import Standard

__all__ = [
    "Aggregate",
    "Clock",
    "DatedFact",
    "Event",
    "Finding",
    "Idempotency",
    "Pending",
    "RollUpStep",
    "SafeFSM",
    "Standard",
    "Standing",
    "TenantRow",
    "Timer",
    "Transition",
]
