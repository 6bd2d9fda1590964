"""The doorway: sessions, tokens, and what each may see while inside."""

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kernel import clock
from people import access, doors
from people.models import ApiKey, Organisation, RoleGrant, User
from tests.factories import people as make

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"


@pytest.fixture
def home() -> Organisation:
    return make.organisation()


@pytest.fixture
def administrator(home: Organisation) -> User:
    return make.user("administrator", home)


@pytest.fixture
def token(home: Organisation, administrator: User) -> str:
    new = access.new_token()
    key = ApiKey.objects.create(
        organisation=home,
        name="Reports",
        prefix=new.prefix,
        secret_hash=new.secret_hash,
        scopes=["read"],
        created_by=administrator,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    make.grant(None, "auditor", home, api_key=key)
    return new.text


class TestSession:
    def test_lets_a_user_in(self, client: Client, administrator: User, home: Organisation) -> None:
        client.force_login(administrator)

        answer = client.get(ME)

        assert answer.status_code == 200
        assert answer.json()["id"] == str(administrator.pk)
        assert [one["id"] for one in answer.json()["organisations"]] == [str(home.pk)]

    def test_ends_at_once_when_the_user_is_disabled(
        self, client: Client, administrator: User
    ) -> None:
        client.force_login(administrator)
        User.objects.update(is_active=False)

        assert client.get(ME).status_code == 401

    def test_loses_a_role_at_once(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)
        RoleGrant.objects.update(to_date=clock.today() - timedelta(days=1))

        assert client.get(ME).json()["organisations"] == []

    def test_ends_when_the_password_changes(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)
        administrator.set_password("another long pass phrase")
        administrator.save()

        assert client.get(ME).status_code == 401

    def test_needs_its_csrf_token_to_change_anything(self, administrator: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(administrator)

        answer = client.post("/api/v1/units", {}, content_type="application/json")

        assert answer.status_code == 403

    @pytest.mark.parametrize("cookie", ["x", "0" * 32, "é" * 20, "a" * 5000])
    def test_that_was_made_up_lets_nobody_in(self, client: Client, cookie: str) -> None:
        client.cookies["sessionid-8000"] = cookie

        assert client.get(ME).status_code in (401, 431)

    def test_leaves_the_connection_closed(
        self, administrator: User, rf: RequestFactory, home: Organisation
    ) -> None:
        seen: list[int] = []

        def page(request: HttpRequest) -> HttpResponse:
            seen.append(Organisation.objects.count())
            return HttpResponse()

        make.organisation()
        request = rf.get("/")
        request.session = {  # type: ignore[assignment]
            SESSION_KEY: str(administrator.pk),
            HASH_SESSION_KEY: administrator.get_session_auth_hash(),
        }
        doors.ActorMiddleware(page)(request)
        seen.append(Organisation.objects.count())

        assert seen == [1, 0]


class TestToken:
    def test_lets_a_system_in_whatever_the_case_of_the_scheme(
        self, client: Client, token: str
    ) -> None:
        for scheme in ("Bearer", "bearer", "BEARER"):
            answer = client.get(ME, headers={"Authorization": f"{scheme} {token}"})

            assert answer.status_code == 200
            assert answer.json()["kind"] == "api_key"

    @pytest.mark.parametrize(
        "header",
        [
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Token abc",
            "Basic YTpi",
            "Bearer qif_abcdefgh_" + "x" * 43,
            "Bearer qif_abcdefgh_" + "é" * 43,
        ],
    )
    def test_that_is_wrong_is_refused(self, client: Client, header: str) -> None:
        answer = client.get(ME, headers={"Authorization": header})

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="qiflow"'

    def test_wins_over_a_session(self, client: Client, administrator: User, token: str) -> None:
        client.force_login(administrator)

        wrong = client.get(ME, headers={"Authorization": token[:-1]})

        assert wrong.status_code == 401

    @pytest.mark.parametrize("name", ["token", "access_token", "api_key"])
    def test_in_the_address_is_refused(self, client: Client, token: str, name: str) -> None:
        answer = client.get(ME, {name: token})

        assert answer.status_code == 401
        assert "Authorization header" in answer.json()["detail"]

    def test_of_ten_kilobytes_is_too_long(self, client: Client) -> None:
        answer = client.get(ME, headers={"Authorization": "Bearer " + "x" * 10_000})

        assert answer.status_code == 431

    def test_that_may_only_read_changes_nothing(self, client: Client, token: str) -> None:
        answer = client.post(
            "/api/v1/units",
            {},
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

        assert answer.status_code == 403


class TestNobody:
    def test_is_asked_to_sign_in(self, client: Client) -> None:
        answer = client.get(ME)

        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"]
