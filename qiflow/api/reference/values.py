"""The plain values of the reference."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a body or an answer. `name` is a path such as `seats[].from_date`."""

    name: str
    kind: str
    required: bool
    allowed: tuple[str, ...] = ()
    limits: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing given in the address or in a header."""

    place: str  # path, query, header
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One status. `shape` names the thing that is sent, if it has a name."""

    status: str
    means: str
    shape: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method at one address."""

    key: str  # unique, fit for an anchor
    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Parameter, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    refusals: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Everything under one noun."""

    key: str
    title: str
    operations: tuple[Operation, ...]
