"""Models and migrations say the same."""

from io import StringIO

import pytest
from django.core.management import call_command


class TestMigrations:
    @pytest.mark.django_db
    def test_are_complete(self):
        output = StringIO()

        try:
            call_command("makemigrations", check=True, dry_run=True, stdout=output)
        except SystemExit:
            pytest.fail(f"Models changed without a migration:\n{output.getvalue()}")
