"""The test database between two tests that commit."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission

from kernel import clock
from tests.plugins.wiping import Wiper


@pytest.mark.django_db(transaction=True)
class TestWiper:
    def test_takes_away_what_was_committed_and_puts_back_what_migrations_wrote(self, database_url):
        wiper = Wiper(database_url)
        permissions = set(Permission.objects.values_list("pk", flat=True))
        Group.objects.create(name="Committed")
        Permission.objects.all().delete()
        clock.move_by(timedelta(days=40))

        wiper.wipe()
        wiper.close()

        assert not Group.objects.exists()
        assert set(Permission.objects.values_list("pk", flat=True)) == permissions != set()
        assert clock.offset() == timedelta()

    def test_empties_tables_that_refuse_truncation(self, database_url, owner_connection):
        owner_connection.execute("CREATE TABLE kept_for_ever (id int)")
        try:
            wiper = Wiper(database_url)
            owner_connection.execute("INSERT INTO kept_for_ever VALUES (1)")
            owner_connection.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE 'never'; END $$"
            )
            owner_connection.execute(
                "CREATE TRIGGER refuse BEFORE TRUNCATE OR DELETE ON kept_for_ever"
                " EXECUTE FUNCTION refuse()"
            )

            wiper.wipe()
            wiper.close()

            left = owner_connection.execute("SELECT count(*) FROM kept_for_ever").fetchone()
        finally:
            owner_connection.execute("DROP TABLE kept_for_ever")
            owner_connection.execute("DROP FUNCTION IF EXISTS refuse")
        assert left == (0,)
