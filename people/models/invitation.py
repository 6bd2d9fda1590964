"""Who is asked to join an organisation, and who asked for a new password."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kernel.actors import Scope
from kernel.models import TenantRow
from people.models.access import User
from people.models.person import Person
from people.models.visibility import TenantQuerySet


class Invitation(TenantRow):
    """An address is asked to join with roles, once, until an instant.

    `link` names the sending that counts: sending again changes it, so the earlier link is dead.
    `invited_by` is a user, or a key where `by_key`; the invitation is worth no more than what they
    may give on the day on which it is taken up.
    Source: reliability.md 6.5, 9 R10, 10.5.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True, default="")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    roles = models.JSONField()
    scope = models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in Scope])
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    role_to_date = models.DateField(null=True)
    invited_by = models.UUIDField(null=True)
    by_key = models.BooleanField(default=False)
    link = models.UUIDField(unique=True, default=uuid.uuid4)
    first_sent_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, cancelled_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="invitation_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(scope="unit", unit__isnull=False)
                | (~Q(scope="unit") & Q(unit__isnull=True)),
                name="invitation_unit_with_its_scope",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-sent_at", "id"], name="invitation_newest_first")
        ]


class PasswordReset(TenantRow):
    """A user may choose a new password, once, until an instant; the next one asked for ends it.

    `asked_by` is the administrator who asked for somebody else, or None for the user.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="reset_open_once",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(replaced_at__isnull=True),
                name="reset_has_one_end",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "user", "-asked_at"], name="reset_of_user")]
