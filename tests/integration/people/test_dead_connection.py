"""A connection that died while it waited costs the next caller nothing."""

import psycopg
import pytest
from django.db import connection
from django.test import Client

from tests.factories import people as make


@pytest.mark.django_db(transaction=True)
class TestDeadConnection:
    def test_is_replaced_before_anybody_notices(
        self, client: Client, superuser_connection: psycopg.Connection
    ) -> None:
        client.force_login(make.user("coach", make.organisation()))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (process,) = cursor.fetchone()
        superuser_connection.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

        answer = client.get("/api/v1/me")

        assert answer.status_code == 200
