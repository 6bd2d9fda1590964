"""A lookup for long lists of values: one array parameter instead of thousands of placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Field, Lookup, UUIDField
from django.db.models.fields.related import ForeignObject

if TYPE_CHECKING:
    _Lookup = Lookup[Any]  # generic to the checker alone
else:
    _Lookup = Lookup


class Among(_Lookup):
    """`pk__among=ids`: as `in`, sent to PostgreSQL as one array.

    Composing and parsing a placeholder for each of some thousand identifiers took longer than the
    query itself; so does the plan of it.
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
        if isinstance(field, UUIDField):
            # Written here: the driver would look at each of thousands for quotes to escape.
            wanted = "{" + ",".join([str(value) for value in self.rhs]) + "}"
        return f"{column} = ANY(%s::{field.db_type(connection)}[])", (*parameters, wanted)


def register() -> None:
    """Make the lookup known; a foreign key looks at the column of what it names."""
    Field.register_lookup(Among)
    ForeignObject.register_lookup(Among)
