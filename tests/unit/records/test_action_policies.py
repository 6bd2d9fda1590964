"""Who adds and changes actions, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from kernel.actors import SYSTEM, Actor, ActorKind, Errand, Grant, Scope
from records.policies.actions import Held, may_add, may_change, may_take
from records.things.thing import Thing
from web.words.actions import due_words

HOME, WARD = uuid4(), uuid4()


def thing(*, unit_id: UUID | None = None) -> Thing:
    return Thing(
        kind="project",
        id=uuid4(),
        organisation_id=HOME,
        unit_id=unit_id,
        title="Calm nights",
        read=("project.read",),
        change=("project.lead",),
    )


def actor(
    *permissions: str,
    home: UUID = HOME,
    units: frozenset[UUID] = frozenset(),
    key_scopes: frozenset[str] | None = None,
) -> Actor:
    grant = Grant(
        role="some",
        scope=Scope.UNIT if units else Scope.ORGANISATION,
        permissions=frozenset(permissions),
        organisation_id=home,
        unit_ids=units,
    )
    return Actor(
        kind=ActorKind.USER,
        id=uuid4(),
        grants=(grant,),
        organisation_ids=frozenset({home}),
        key_scopes=key_scopes,
    )


def held_by(user_id: UUID | None = None, *, person_id: UUID | None = None) -> Held:
    return Held(action_id=uuid4(), owner_id=user_id, owner_person_id=person_id)


class TestAdding:
    def test_is_for_those_with_a_task_in_the_thing(self) -> None:
        assert may_add(actor("project.lead"), thing()).allowed
        assert not may_add(actor("project.read"), thing()).allowed
        assert may_add(SYSTEM, thing()).allowed

    def test_is_not_for_organisations_that_only_take_part(self) -> None:
        decision = may_add(actor("project.lead", home=uuid4()), thing())

        assert decision.reason == "Only members of the organisation that keeps this can do this."

    def test_of_a_unit_reaches_the_things_of_the_unit(self) -> None:
        of_ward = actor("project.lead", units=frozenset({WARD}))

        assert may_add(of_ward, thing(unit_id=WARD)).allowed
        assert not may_add(of_ward, thing()).allowed

    def test_is_not_for_a_key_that_reads(self) -> None:
        assert not may_add(actor("project.lead", key_scopes=frozenset({"read"})), thing()).allowed


class TestChanging:
    def test_is_for_the_owner_whatever_their_role(self) -> None:
        owner = actor("project.read")
        assert owner.id is not None

        assert may_change(owner, thing(), held_by(owner.id)).allowed
        assert not may_change(owner, thing(), held_by(uuid4())).allowed

    def test_is_not_for_an_owner_who_left(self) -> None:
        gone = actor("project.read", home=uuid4())
        assert gone.id is not None

        assert not may_change(gone, thing(), held_by(gone.id)).allowed

    def test_is_for_the_person_who_has_it(self) -> None:
        person = uuid4()
        owner = replace(actor("project.read"), person_ids=frozenset({person}))

        assert may_change(owner, thing(), held_by(person_id=person)).allowed
        assert not may_change(owner, thing(), held_by(person_id=uuid4())).allowed

    def test_by_a_link_is_the_step_that_it_is_for(self) -> None:
        held = held_by(uuid4())
        errand = Errand(
            link_id=uuid4(),
            permission="action.complete",
            subject_id=uuid4(),
            target_id=held.action_id,
        )
        sent = Actor(kind=ActorKind.USER, id=held.owner_id, errand=errand)

        assert may_take(sent, thing(), held, step="complete").allowed
        assert not may_take(sent, thing(), held, step="drop").allowed
        assert not may_take(sent, thing(), held_by(sent.id), step="complete").allowed


class TestDueWords:
    def test_say_when_and_how_late(self) -> None:
        today = date(2027, 3, 3)

        assert due_words(date(2027, 3, 4), today=today) == "Due on 4 March 2027"
        assert due_words(today, today=today) == "Due today"
        assert due_words(date(2027, 3, 1), today=today) == "Overdue since 1 March 2027"
