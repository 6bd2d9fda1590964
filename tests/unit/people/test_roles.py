"""The list of roles, and who may hand on which."""

from uuid import UUID, uuid4

import pytest

from kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant, Scope
from kernel.errors import Blocked, Denied
from people.policies import (
    HeldRole,
    may_change_organisation,
    may_end_role,
    may_grant_role,
    may_issue_key,
    may_manage_people,
    may_manage_units,
    may_manage_users,
    may_read_people,
    may_register,
    may_reset_password,
    may_switch_user,
)
from people.roles import BY_CODE, ROLES, RoleDefinition

HOME, ELSEWHERE, UNIT, OTHER_UNIT = uuid4(), uuid4(), uuid4(), uuid4()


def holder(
    code: str, *, scope: Scope = Scope.ORGANISATION, kind: ActorKind = ActorKind.USER
) -> Actor:
    grant = Grant(
        role=code,
        scope=scope,
        permissions=frozenset(BY_CODE[code].permissions),
        organisation_id=HOME,
        unit_ids=frozenset({UNIT}) if scope is Scope.UNIT else frozenset(),
    )
    return Actor(kind=kind, id=uuid4(), grants=(grant,), organisation_ids=frozenset({HOME}))


def held(code: str, *, unit: UUID | None = None) -> HeldRole:
    return HeldRole(role=BY_CODE[code], organisation_id=HOME, unit_id=unit)


class TestRoles:
    def test_have_codes_of_their_own(self) -> None:
        assert len(BY_CODE) == len(ROLES)

    def test_permit_nothing_twice_and_say_what_they_are_for(self) -> None:
        for role in ROLES:
            assert len(set(role.permissions)) == len(role.permissions), role.code
            assert role.purpose
            assert role.scopes

    def test_of_an_administrator_cover_every_role_of_the_place(self) -> None:
        everything = set(BY_CODE["administrator"].permissions)

        for role in ROLES:
            if Scope.ORGANISATION in role.scopes:
                assert set(role.permissions) <= everything, role.code

    def test_of_wider_reach_never_read_people(self) -> None:
        for role in ROLES:
            if Scope.ORGANISATION not in role.scopes:
                assert not {p for p in role.permissions if p.startswith(("person.", "psp."))}

    def test_of_an_auditor_change_nothing(self) -> None:
        assert all(p.endswith(".read") for p in BY_CODE["auditor"].permissions)


class TestGrantingARole:
    @pytest.mark.parametrize("code", [r.code for r in ROLES if Scope.ORGANISATION in r.scopes])
    def test_of_the_place_is_open_to_an_administrator(self, code: str) -> None:
        decision = may_grant_role(
            holder("administrator"),
            role=BY_CODE[code],
            organisation_id=HOME,
            unit_id=None,
            user_id=uuid4(),
        )

        assert decision.allowed

    @pytest.mark.parametrize(
        ("giver", "role"),
        [
            ("senior_lead", "administrator"),
            ("administrator", "operator"),
            ("administrator", "national_lead"),
            ("coach", "coach"),
            ("auditor", "auditor"),
            ("operator", "project_lead"),
        ],
    )
    def test_never_exceeds_the_giver(self, giver: str, role: str) -> None:
        decision = may_grant_role(
            holder(giver, scope=BY_CODE[giver].scopes[0]),
            role=BY_CODE[role],
            organisation_id=HOME,
            unit_id=None,
            user_id=uuid4(),
        )

        assert isinstance(decision.refusal, Denied)

    def test_to_oneself_is_refused(self) -> None:
        giver = holder("administrator")

        decision = may_grant_role(
            giver, role=BY_CODE["coach"], organisation_id=HOME, unit_id=None, user_id=giver.id
        )

        assert "themselves" in decision.reason

    def test_in_another_organisation_is_refused(self) -> None:
        decision = may_grant_role(
            holder("administrator"),
            role=BY_CODE["coach"],
            organisation_id=ELSEWHERE,
            unit_id=None,
            user_id=uuid4(),
        )

        assert isinstance(decision.refusal, Denied)

    def test_beyond_the_givers_unit_is_refused(self) -> None:
        giver = holder("administrator", scope=Scope.UNIT)
        role = BY_CODE["coach"]

        inside = may_grant_role(
            giver, role=role, organisation_id=HOME, unit_id=UNIT, user_id=uuid4()
        )
        whole = may_grant_role(
            giver, role=role, organisation_id=HOME, unit_id=None, user_id=uuid4()
        )

        assert inside.allowed
        assert not whole.allowed

    def test_of_an_administrator_is_open_to_an_operator(self) -> None:
        decision = may_grant_role(
            holder("operator", scope=Scope.COUNTRY),
            role=BY_CODE["administrator"],
            organisation_id=ELSEWHERE,
            unit_id=None,
            user_id=None,
        )

        assert decision.allowed


class TestEndingARole:
    def test_of_the_last_administrator_is_refused(self) -> None:
        decision = may_end_role(
            holder("administrator"),
            role=BY_CODE["administrator"],
            organisation_id=HOME,
            last_administrator=True,
        )

        assert isinstance(decision.refusal, Blocked)

    def test_that_keeps_users_is_for_who_stands_above_it(self) -> None:
        for giver, allowed in (("senior_lead", False), ("administrator", True)):
            decision = may_end_role(
                holder(giver),
                role=BY_CODE["administrator"],
                organisation_id=HOME,
                last_administrator=False,
            )

            assert decision.allowed is allowed

    def test_in_ones_own_unit_is_open(self) -> None:
        actor = holder("administrator", scope=Scope.UNIT)

        for place, allowed in ((UNIT, True), (OTHER_UNIT, False), (None, False)):
            decision = may_end_role(
                actor,
                role=BY_CODE["coach"],
                organisation_id=HOME,
                unit_id=place,
                last_administrator=False,
            )

            assert decision.allowed is allowed

    def test_is_for_who_keeps_users(self) -> None:
        decision = may_end_role(
            holder("coach"), role=BY_CODE["coach"], organisation_id=HOME, last_administrator=False
        )

        assert isinstance(decision.refusal, Denied)


OF_PLACES = [role for role in ROLES if Scope.ORGANISATION in role.scopes]
REACHES = [(Scope.ORGANISATION, None), (Scope.UNIT, UNIT)]


@pytest.mark.parametrize("giver", OF_PLACES, ids=lambda role: role.code)
@pytest.mark.parametrize("reach", REACHES, ids=["whole", "unit"])
class TestDelegating:
    """Every role, held in the whole organisation or in a unit, tries to give every role."""

    def test_gives_only_what_one_may_there_oneself(
        self, giver: RoleDefinition, reach: tuple[Scope, UUID | None]
    ) -> None:
        actor = holder(giver.code, scope=reach[0])

        for role in ROLES:
            for place in (None, UNIT, OTHER_UNIT):
                for organisation in (HOME, ELSEWHERE):
                    decision = may_grant_role(
                        actor,
                        role=role,
                        organisation_id=organisation,
                        unit_id=place,
                        user_id=uuid4(),
                    )

                    wider = {
                        permission
                        for permission in role.permissions
                        if not actor.may(permission, organisation_id=organisation, unit_id=place)
                    }
                    keeps = actor.may("user.manage", organisation_id=organisation, unit_id=place)
                    assert decision.allowed is (keeps and not wider), (role.code, place)

    def test_gives_nothing_to_oneself(
        self, giver: RoleDefinition, reach: tuple[Scope, UUID | None]
    ) -> None:
        actor = holder(giver.code, scope=reach[0])

        assert not any(
            may_grant_role(
                actor, role=role, organisation_id=HOME, unit_id=place, user_id=actor.id
            ).allowed
            for role in ROLES
            for place in (None, UNIT)
        )

    def test_removes_and_lets_in_nobody_who_stands_above(
        self, giver: RoleDefinition, reach: tuple[Scope, UUID | None]
    ) -> None:
        actor = holder(giver.code, scope=reach[0])

        for role in OF_PLACES:
            one = held(role.code, unit=reach[1])
            wider = not set(role.permissions) <= set(giver.permissions)
            switch = may_switch_user(
                actor, user_id=uuid4(), held=[one], elsewhere=False, last_administrator=False
            )
            reset = may_reset_password(actor, user_id=uuid4(), held=[one], elsewhere=False)

            assert not (wider and reset.allowed), role.code
            assert not (wider and "user.manage" in role.permissions and switch.allowed), role.code


class TestSwitchingAUser:
    def test_of_whom_one_keeps_only_a_part_is_refused(self) -> None:
        of_unit = holder("administrator", scope=Scope.UNIT)

        decision = may_switch_user(
            of_unit,
            user_id=uuid4(),
            held=[held("coach", unit=UNIT), held("coach")],
            elsewhere=False,
            last_administrator=False,
        )

        assert isinstance(decision.refusal, Denied)

    @pytest.mark.parametrize(
        ("elsewhere", "last", "code"),
        [(True, False, "works_elsewhere"), (False, True, "last_administrator")],
    )
    def test_is_blocked(self, elsewhere: bool, last: bool, code: str) -> None:
        decision = may_switch_user(
            holder("administrator"),
            user_id=uuid4(),
            held=[held("coach")],
            elsewhere=elsewhere,
            last_administrator=last,
        )

        assert decision.refusal
        assert decision.refusal.code == code

    def test_is_not_for_oneself(self) -> None:
        actor = holder("administrator")
        assert actor.id

        decision = may_switch_user(
            actor,
            user_id=actor.id,
            held=[held("coach")],
            elsewhere=False,
            last_administrator=False,
        )

        assert isinstance(decision.refusal, Denied)


class TestResettingAPassword:
    def test_is_for_the_user_who_also_works_elsewhere(self) -> None:
        decision = may_reset_password(
            holder("administrator"), user_id=uuid4(), held=[held("coach")], elsewhere=True
        )

        assert isinstance(decision.refusal, Blocked)

    def test_of_a_user_below_is_open_to_an_administrator(self) -> None:
        decision = may_reset_password(
            holder("administrator"), user_id=uuid4(), held=[held("coach")], elsewhere=False
        )

        assert decision.allowed


class TestIssuingAKey:
    def test_is_for_people_alone(self) -> None:
        roles = [BY_CODE["auditor"]]

        assert may_issue_key(holder("administrator"), roles=roles, organisation_id=HOME).allowed
        key = holder("administrator", kind=ActorKind.API_KEY)
        assert not may_issue_key(key, roles=roles, organisation_id=HOME).allowed

    def test_cannot_carry_what_its_maker_lacks(self) -> None:
        decision = may_issue_key(
            holder("senior_lead"), roles=[BY_CODE["auditor"]], organisation_id=HOME
        )

        assert not decision.allowed


@pytest.mark.parametrize(
    ("code", "register", "change", "units", "users", "people", "read"),
    [
        ("administrator", False, True, True, True, True, True),
        ("committee_secretary", False, False, False, False, True, True),
        ("auditor", False, False, False, False, False, True),
        ("partner", False, False, False, False, False, False),
        ("operator", True, True, False, False, False, False),
        ("national_lead", False, False, False, False, False, False),
    ],
)
def test_each_role_may_what_it_is_for(
    code: str, register: bool, change: bool, units: bool, users: bool, people: bool, read: bool
) -> None:
    actor = holder(code, scope=BY_CODE[code].scopes[-1 if code == "national_lead" else 0])

    assert may_register(actor).allowed is register
    assert may_change_organisation(actor, organisation_id=HOME).allowed is change
    assert may_manage_units(actor, organisation_id=HOME).allowed is units
    assert may_manage_users(actor, organisation_id=HOME).allowed is users
    assert may_manage_people(actor, organisation_id=HOME).allowed is people
    assert may_read_people(actor, organisation_id=HOME, person_id=uuid4()).allowed is read


def test_nobody_may_nothing_and_the_service_everything() -> None:
    assert not may_register(ANONYMOUS).allowed
    assert not may_manage_people(ANONYMOUS, organisation_id=HOME).allowed
    assert may_register(SYSTEM).allowed
    assert may_manage_people(SYSTEM, organisation_id=HOME).allowed


def test_everyone_may_read_their_own_row() -> None:
    mine = uuid4()
    actor = Actor(kind=ActorKind.USER, person_ids=frozenset({mine}))

    assert may_read_people(actor, organisation_id=HOME, person_id=mine).allowed
