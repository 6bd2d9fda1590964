"""Who is asking, by a hashed key, and what their roles permit."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from people.models import ApiKey, Role, RoleGrant


class KeyHolder:
    """What DRF calls a user, with the permissions that the key's roles list today."""

    is_authenticated = True

    def __init__(self, key: ApiKey, permissions: set[str]) -> None:
        self.pk = key.pk
        self.organisation_id = key.organisation_id
        self.permissions = permissions


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer qif_<prefix>_<secret>`."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if len(words) != 2 or words[0].lower() != "bearer":
            return None
        _, prefix, secret = words[1].split("_", 2)
        try:
            key = ApiKey.objects.select_related("created_by").get(
                prefix=prefix,
                secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
                revoked_at__isnull=True,
                expires_at__gt=timezone.now(),
            )
        except ApiKey.DoesNotExist:
            raise AuthenticationFailed from None
        if not key.created_by.is_active:
            raise AuthenticationFailed
        of_key = self._permissions(api_key=key)
        return KeyHolder(key, of_key & self._permissions(user=key.created_by)), key

    def _permissions(self, **holder: Any) -> set[str]:
        today = timezone.localdate()
        grants = RoleGrant.objects.filter(from_date__lte=today, **holder).exclude(to_date__lt=today)
        roles = Role.objects.filter(code__in=grants.values("role_id"))
        return {permission for role in roles for permission in role.permissions}
