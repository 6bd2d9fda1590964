"""What the database itself keeps true about projects."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


class TestTables:
    def test_every_table_has_row_level_security(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relname LIKE 'projects\\_%%' AND relkind = 'r'"
                " AND NOT (relrowsecurity AND relforcerowsecurity)"
            )
            bare = cursor.fetchall()

        assert bare == []
