"""The second wall: what the database itself shows, whatever the code forgot."""

import pytest
from django.db import connection

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from people.models import Organisation, Person, Role, User
from people.roles import ROLES
from tests.factories import people as make

pytestmark = pytest.mark.django_db

TENANT_TABLES = """
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE c.relkind = 'r' AND EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
            AND a.attname = 'organisation_id')
"""
# Series that are published: whoever is signed in reads them beside their own.
PUBLISHED = """
    SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE p.polname = 'published_read' AND p.polcmd = 'r'
"""
# The four policies and, but for what is published, no other that would apply to the serving role.
WALLED = """
    SELECT c.relname FROM pg_class c
    WHERE c.relrowsecurity AND c.relforcerowsecurity AND ARRAY(
        SELECT p.polname::text FROM pg_policy p
        WHERE p.polrelid = c.oid AND p.polroles <> ARRAY['qiflow_owner'::regrole::oid]
            AND NOT (p.polname = 'published_read' AND p.polcmd = 'r')
        ORDER BY 1
    ) = ARRAY['tenant_delete', 'tenant_insert', 'tenant_read', 'tenant_update']
"""


def _column(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


class TestTenantTables:
    def test_each_has_its_policies(self) -> None:
        walled = _column(WALLED)

        assert _column(TENANT_TABLES) - walled == set()
        assert {"people_organisation", "people_user", "people_organisationsuccession"} <= walled

    def test_of_published_series_are_those_of_measures_alone(self) -> None:
        assert _column(PUBLISHED) == {
            "projects_measure",
            *(
                f"projects_measure{row}"
                for row in ("point", "target", "rebase", "marker", "signal")
            ),
        }

    def test_show_nothing_to_a_closed_connection(self) -> None:
        home = make.organisation()
        make.user("administrator", home, person=make.person(home))

        tenancy.close()

        for table in sorted(_column(TENANT_TABLES)):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE organisation_id IS NOT NULL')
                assert cursor.fetchone() == (0,), table
        assert not User.objects.exists()

    def test_show_rows_of_the_own_organisation_alone(self) -> None:
        home, other = make.organisation(), make.organisation()
        mine = make.person(home)
        make.person(other)
        colleague = make.user("coach", home)
        make.user("coach", other)

        tenancy.narrow_to(Actor(kind=ActorKind.USER, organisation_ids=frozenset({home.pk})))

        assert list(Person.objects.all()) == [mine]
        assert list(Organisation.objects.all()) == [home]
        assert list(User.objects.all()) == [colleague]
        assert Person.objects.update(name="x") == 1


class TestRoles:
    def test_table_equals_the_list(self) -> None:
        stored = {role.code: set(role.permissions) for role in Role.objects.all()}

        assert stored == {role.code: set(role.permissions) for role in ROLES}
