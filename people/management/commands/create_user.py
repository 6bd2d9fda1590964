"""`manage.py create_user`: the first person who may sign in on a new service."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, tenancy
from kernel.actors import SYSTEM, Scope
from kernel.errors import Invalid, Refusal
from people.commands.users import create_user
from people.models import Organisation
from people.roles import BY_CODE


class Command(BaseCommand):
    """Whoever may run this holds the database anyway; everybody else is let in by an administrator.

    The password is asked for, or read as the first line of standard input.
    """

    help = "Let a person sign in with a first role: administrator of an organisation, or operator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--organisation", required=True, help="ODS code, or the exact name")
        parser.add_argument("--role", default="administrator", choices=sorted(BY_CODE))

    def handle(
        self, *args: Any, email: str, name: str, organisation: str, role: str, **options: Any
    ) -> None:
        tenancy.open_to_all()
        try:
            create_user(
                organisation_id=self._organisation(organisation).pk,
                email=email,
                name=name,
                password=_password(),
                role=role,
                scope=_widest(role),
                actor=SYSTEM,
                now=clock.now(),
            )
        except Refusal as refusal:
            raise CommandError(_in_words(refusal)) from None
        finally:
            tenancy.close()
        self.stdout.write(f"{email} may sign in as {BY_CODE[role].name.lower()}.")

    def _organisation(self, named: str) -> Organisation:
        by_code = Organisation.objects.filter(ods_code=named.upper())
        found = list(by_code or Organisation.objects.filter(name=named)[:2])
        if len(found) != 1:
            raise CommandError(
                f"There is no one organisation {named!r}. Import organisations first:"
                " manage.py import_organisations FILE."
            )
        return found[0]


def _widest(role: str) -> Scope:
    return BY_CODE[role].scopes[0]


def _password() -> str:
    return getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _in_words(refusal: Refusal) -> str:
    errors = refusal.errors if isinstance(refusal, Invalid) else ()
    return " ".join([str(refusal), *(error.message for error in errors)])
