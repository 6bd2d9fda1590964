"""How people prove who they are, and where they are signed in.

Rows about a user's own proofs and sessions belong to no organisation. They are shown to no
connection that was narrowed for a visitor: the commands and queries of signing in open them.
"""

from __future__ import annotations

import uuid

from django.db import models

from kernel.models import TenantRow
from people.models.access import User
from people.models.visibility import TenantQuerySet


class UserSession(models.Model):
    """One place where a user is signed in, known by the hash of its cookie.

    `confirmed_at`: when the user last proved here that it is them. `way`: how they came in.
    `provider_session`: the hash of what an organisation's provider calls this session.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=100)
    way = models.CharField(max_length=20, default="", blank=True)
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, default="", blank=True)
    provider = models.ForeignKey(
        "people.IdentityProvider", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    provider_session = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True),
                name="usersession_open",
            ),
            models.Index(fields=["last_seen_at"], name="usersession_by_age"),
        ]


class AuthenticatorApp(models.Model):
    """The app on a user's telephone that shows one-time codes.

    `secret` is sealed (`people.vault`). `last_step`: the 30 seconds of the last code that was
    taken, so that no code is taken twice.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    secret = models.TextField()
    last_step = models.BigIntegerField()
    made_at = models.DateTimeField()


class RecoveryCode(models.Model):
    """A code on paper, good once in place of a telephone; kept as a hash under our key."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recoverycode_once")
        ]


class Passkey(models.Model):
    """A key that a device holds for a user; what is kept here is public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    credential_id = models.BinaryField(unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)


class IdentityProvider(TenantRow):
    """Where the staff of an organisation sign in: its own directory, by OpenID Connect.

    `accepted_acr`: the assurance levels that are strong enough; none means any. Where one is
    asked for, nothing more is asked here. `client_secret` is sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=200)
    client_secret = models.TextField()
    email_domain = models.CharField(max_length=253)
    accepted_acr = models.JSONField(default=list)
    made_at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "issuer", "client_id"], name="identityprovider_once"
            )
        ]
        indexes = [models.Index(fields=["email_domain"], name="identityprovider_by_domain")]


class ProviderIdentity(models.Model):
    """A user is this subject of a provider: bound once, at the first sign-in that way."""

    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"], name="provideridentity_one_user"
            ),
            models.UniqueConstraint(
                fields=["provider", "user"], name="provideridentity_one_subject"
            ),
        ]
