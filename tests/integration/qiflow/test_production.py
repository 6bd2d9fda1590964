"""The settings of a production service, seen by Django's own checks."""

import os
import subprocess
import sys

import pytest

from qiflow.instance import BASE_DIR

KEY = "kT9-vQ2_xL7.pM4zR8nW1bC6dF3gH5jK0sA-yE2uI9oP7tQ4wX"


def manage(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    production = {
        **os.environ,
        "QIFLOW_ENV": "production",
        "QIFLOW_SECRET_KEY": KEY,
        "QIFLOW_HOSTS": "qi.example.nhs.uk",
        **environ,
    }
    del production["DJANGO_ALLOW_ASYNC_UNSAFE"]  # for Playwright in the tests alone
    return subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env=production,
    )


class TestProduction:
    def test_passes_every_check_for_deployment(self):
        done = manage("check", "--deploy", "--fail-level", "WARNING")

        assert done.returncode == 0, done.stderr
        assert "no issues" in done.stdout

    @pytest.mark.parametrize(
        "missing", ["QIFLOW_SECRET_KEY", "QIFLOW_HOSTS", "DATABASE_URL", "REDIS_URL"]
    )
    def test_does_not_start_with_a_default(self, missing):
        done = manage("check", **{missing: ""})

        assert done.returncode != 0
        assert f"Set {missing}" in done.stderr

    def test_has_a_clock_that_nobody_moves_and_cookies_bound_to_the_host(self):
        program = (
            "from django.conf import settings as s;"
            "print(s.QIFLOW_CLOCK_MOVABLE, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
        )
        done = manage("shell", "--no-imports", "-c", program)

        assert done.stdout.split() == ["False", "__Host-sessionid", "__Host-csrftoken"]
