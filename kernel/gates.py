"""What a step of a state graph asks for: guards that are checked, and guards that wait. Pure.

A gate refuses with everything that is unmet. Guards that need what a later part of the product
brings are declared `Deferred`; docs/generated/gates.md lists them, and the tests fail as soon as
the named model exists while the declaration is still here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from kernel.errors import UnmetGuard
from kernel.rules.rule import Facts
from kernel.rules.rulebook import RULEBOOK, unmet_at_gate

S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard(Generic[S]):
    """One thing that must be so before a step, judged on the frozen facts of that step.

    `asks` is the requirement as the generated page prints it; `unmet` is the sentence a user reads
    when it is not so; `link` names the relation of the subject where it is mended.
    """

    code: str
    asks: str
    unmet: str
    holds: Callable[[S], bool]
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A guard that needs an artefact which does not exist yet; `until` is its model's label."""

    code: str
    asks: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Generic[S]):
    """Everything one step asks for. `step` is `<kind>.<transition>`, such as `project.propose`."""

    step: str
    guards: tuple[Guard[S], ...] = ()
    deferred: tuple[Deferred, ...] = ()


GATES: dict[str, Gate[Any]] = {}


def register(*gates: Gate[Any]) -> None:
    """Add gates to the catalogue; a second gate for one step is a fault."""
    for gate in gates:
        if gate.step in GATES:
            raise ValueError(f"The step {gate.step} has two gates.")
        GATES[gate.step] = gate


def unmet(step: str, *, facts: Facts | None, situation: Any, on: date) -> tuple[UnmetGuard, ...]:
    """All that holds a step back: rules registered at its gate, then its own guards.

    `facts` are what the rules judge (None where a step has no rules); `situation` is the frozen
    value that the step's own guards read.
    """
    rules = RULEBOOK.at_gate(step)
    refused = unmet_at_gate(rules, facts, on) if rules and facts is not None else ()
    gate = GATES.get(step)
    guards = gate.guards if gate else ()
    return refused + tuple(
        UnmetGuard(code=guard.code, sentence=guard.unmet, link=guard.link)
        for guard in guards
        if not guard.holds(situation)
    )


def results(step: str, refused: tuple[UnmetGuard, ...]) -> list[dict[str, Any]]:
    """What every rule and guard of a step said, in the form that history keeps."""
    said = {guard.code: guard.sentence for guard in refused}
    gate = GATES.get(step)
    codes = [rule.id for rule in RULEBOOK.at_gate(step)]
    codes += [guard.code for guard in gate.guards] if gate else []
    return [
        {"code": code, "met": code not in said, "sentence": said.get(code, "")} for code in codes
    ]
