"""`manage.py create_user`."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kernel import tenancy
from people import access
from people.models import User
from tests.factories import people as make

pytestmark = pytest.mark.django_db

PASSWORD = "seventeen quiet herons"


@pytest.fixture(autouse=True)
def typed(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))


def run(organisation: str, *, role: str = "administrator") -> str:
    output = io.StringIO()
    call_command(
        "create_user",
        "a.khan@example.org",
        name="Amina Khan",
        organisation=organisation,
        role=role,
        stdout=output,
    )
    tenancy.open_to_all()
    return output.getvalue()


class TestCreateUser:
    def test_lets_an_administrator_in(self):
        trust = make.organisation()

        said = run(trust.name)

        user = User.objects.get(email="a.khan@example.org")
        signed_in = access.enter_as_user(user.pk, today=timezone.now().date())
        assert said == "a.khan@example.org may sign in as administrator.\n"
        assert user.check_password(PASSWORD)
        assert signed_in is not None
        assert signed_in.actor.may("user.manage", organisation_id=trust.pk)

    def test_gives_an_operator_the_whole_country(self):
        run(make.organisation().name, role="operator")

        user = User.objects.get(email="a.khan@example.org")
        signed_in = access.enter_as_user(user.pk, today=timezone.now().date())
        assert signed_in is not None
        assert signed_in.actor.may_somewhere("quarantine.manage")

    def test_knows_an_organisation_without_a_code_by_its_name(self):
        make.organisation(name="Carers of the Valley", ods_code=None)

        assert "may sign in" in run("Carers of the Valley")

    def test_says_when_the_organisation_is_not_there(self):
        with pytest.raises(CommandError, match="no one organisation"):
            run("Nowhere")

    def test_says_what_is_wrong_with_a_password(self, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))

        with pytest.raises(CommandError, match="at least 15 characters"):
            run(make.organisation().name)
