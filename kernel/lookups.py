"""A lookup for long lists of values: one array parameter instead of thousands of placeholders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, Lookup, UUIDField
from django.db.models.fields.related import ForeignObject

if TYPE_CHECKING:
    _Lookup = Lookup[Any]  # generic to the checker alone
else:
    _Lookup = Lookup


def uuid_array(ids: Iterable[UUID]) -> str:
    """Identifiers as the text of an array: the driver would look at each for quotes to escape."""
    return "{" + ",".join([str(value) for value in ids]) + "}"


def one_of(column: str, name: str, ids: Sequence[UUID]) -> str:
    """SQL that a column is one of `ids`, which are sent as `uuid_array` in the parameter `name`.

    PostgreSQL takes an array that it does not know yet for one of ten. So a plan for any array
    looks dearer than one for the single id that is asked for, is never kept, and a statement over
    many tables is planned each time it runs. An equation with one element has one plan.
    """
    if len(ids) == 1:
        return f"{column} = (%({name})s::uuid[])[1]"
    return f"{column} = ANY (%({name})s::uuid[])"


class Among(_Lookup):
    """`pk__among=ids`: as `in`, sent to PostgreSQL as one array.

    Composing and parsing a placeholder for each of some thousand identifiers took longer than the
    query itself; so does the plan of it. A single one is an equation, as `one_of` says.
    """

    lookup_name = "among"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[Any]:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs:
            raise EmptyResultSet  # and so no query at all
        column, parameters = self.process_lhs(compiler, connection)
        field = self.lhs.output_field
        field = getattr(field, "target_field", field)
        wanted: Any = self.rhs
        if len(wanted) == 1:
            return f"{column} = %s", (*parameters, wanted[0])
        if isinstance(field, UUIDField):
            wanted = uuid_array(wanted)
        return f"{column} = ANY(%s::{field.db_type(connection)}[])", (*parameters, wanted)


def register() -> None:
    """Make the lookup known; a foreign key looks at the column of what it names."""
    Field.register_lookup(Among)
    ForeignObject.register_lookup(Among)
