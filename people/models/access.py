"""Who may sign in, with which roles where, and keys for other systems."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from kernel.actors import Scope
from kernel.models import TenantRow
from people.models.person import Person
from people.models.visibility import TenantQuerySet


class UserManager(BaseUserManager["User"]):
    """Finds users by address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who signs in. May be linked to people of several organisations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return self.name


class UserPerson(TenantRow):
    """This user is this person; the only bridge between sign-in and the people of a tenant."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "person"], name="userperson_once"),
        ]


class Role(models.Model):
    """A named list of permissions. A permission says who; a policy says when."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    purpose = models.TextField()
    permissions = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class RoleGrant(TenantRow):
    """A user or an API key holds a role in a scope, from a day to a day, both inclusive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="grants")
    api_key = models.ForeignKey(
        "people.ApiKey", on_delete=models.CASCADE, null=True, related_name="grants"
    )
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in Scope])
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=100, blank=True, default="")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    granted_by = models.UUIDField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) ^ models.Q(api_key__isnull=False),
                name="rolegrant_to_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(scope="unit", unit__isnull=False)
                | (~models.Q(scope="unit") & models.Q(unit__isnull=True)),
                name="rolegrant_unit_with_its_scope",
            ),
        ]


class ApiKey(TenantRow):
    """A key of another system: shown once, kept as a hash, bound to one organisation.

    Source: reliability.md 6.5 (form of a token, at most 365 days).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()


class SignInAttempt(models.Model):
    """One try at a password, counted per account and per address; kept for a day."""

    account_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    succeeded = models.BooleanField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["account_hash", "at"], name="signin_by_account"),
            models.Index(fields=["address_hash", "at"], name="signin_by_address"),
        ]
