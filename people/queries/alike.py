"""People, units and bodies whose names hold words, or nearly do."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F, FloatField, Func, Model, QuerySet, Value

from kernel.actors import Actor
from people.models import Organisation, Unit
from people.queries.persons import readable_people

#: Shorter words are alike to too much.
SHORTEST = 4
_LONG = 7

Row = TypeVar("Row", bound=Model)


def people_named_like(actor: Actor, words: str, *, most: int) -> list[dict[str, Any]]:
    """People whose particulars the actor may read."""
    rows = readable_people(actor).filter(removed_on__isnull=True)
    return _named_like(rows, words, "id", "name", "organisation_id", most=most)


def units_named_like(actor: Actor, words: str, *, most: int) -> list[dict[str, Any]]:
    """Units that the actor may see."""
    rows = Unit.objects.visible_to(actor)
    return _named_like(rows, words, "id", "name", "type", "organisation_id", most=most)


def organisations_named_like(actor: Actor, words: str, *, most: int) -> list[dict[str, Any]]:
    """Bodies that the actor may see, by name or whole ODS code."""
    rows = Organisation.objects.visible_to(actor).filter(reference_only=False)
    own = rows.filter(ods_code__iexact=words).values("id", "name", "ods_code")[:1]
    coded: list[dict[str, Any]] = [dict(row) for row in own]
    named = _named_like(rows, words, "id", "name", "ods_code", most=most)
    return coded + [row for row in named if row not in coded][: most - len(coded)]


def least_alike(words: str) -> float:
    """How alike the nearest part of a name must be (1 is equal): two letters changed places, say.

    In a short word one wrong letter spoils more of the comparison, and more words are akin to it.
    """
    return 0.45 if len(words) >= _LONG else 0.55


def alike_to(words: str) -> Func:
    """How alike the nearest part of a name is to the words, from 0 to 1."""
    return Func(Value(words), F("name"), function="word_similarity", output_field=FloatField())


def _named_like(rows: QuerySet[Row], words: str, *names: str, most: int) -> list[dict[str, Any]]:
    found = rows.filter(name__icontains=words).order_by("name", "id").values(*names)[:most]
    holding = [dict(row) for row in found]
    if holding or len(words) < SHORTEST:
        return holding
    near = rows.annotate(alike=alike_to(words)).filter(alike__gte=least_alike(words))
    return [dict(row) for row in near.order_by("-alike", "name", "id").values(*names)[:most]]
