"""A signed-in browser of the made-up administrator, for pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from bench.population import uid_of
from kernel import tenancy
from people.models import User


def cookie() -> dict[str, str]:
    """The header of a browser that signed in a moment ago."""
    tenancy.open_to_all()
    user = User.objects.get(pk=uid_of("user", 0))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    if not connection.in_atomic_block:
        connection.close()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
