"""Who writes about things and changes what was written, without a database."""

from __future__ import annotations

from uuid import UUID, uuid4

from kernel.actors import Actor, ActorKind, Errand, Grant, Scope
from records.policies.discussion import (
    WRITE,
    Authorship,
    is_own,
    may_edit,
    may_withdraw,
    may_write,
)
from records.policies.links import may_ask
from records.things.thing import Thing

HOME, BESIDE, WARD = uuid4(), uuid4(), uuid4()
PROJECT = uuid4()


def thing(*, unit_id: UUID | None = None) -> Thing:
    return Thing(
        kind="project",
        id=PROJECT,
        organisation_id=HOME,
        unit_id=unit_id,
        title="Calm nights",
        read=("project.read",),
        change=("project.lead",),
    )


def actor(
    *permissions: str,
    home: UUID = HOME,
    unit: UUID | None = None,
    shared: frozenset[UUID] = frozenset(),
    key_scopes: frozenset[str] | None = None,
) -> Actor:
    grant = Grant(
        role="some",
        scope=Scope.UNIT if unit else Scope.ORGANISATION,
        permissions=frozenset(permissions),
        organisation_id=home,
        unit_ids=frozenset({unit} if unit else ()),
    )
    return Actor(
        kind=ActorKind.API_KEY if key_scopes else ActorKind.USER,
        id=uuid4(),
        grants=(grant,),
        organisation_ids=frozenset({home}),
        shared_ids=shared,
        key_scopes=key_scopes,
    )


def holder(permission: str = WRITE, about: UUID = PROJECT) -> Actor:
    errand = Errand(link_id=uuid4(), permission=permission, subject_id=about)
    return Actor(
        kind=ActorKind.PERSON, id=uuid4(), organisation_ids=frozenset({HOME}), errand=errand
    )


def written_by(who: Actor, *, person_id: UUID | None = None) -> Authorship:
    return Authorship(
        writer_kind=str(who.kind),
        writer_id=who.id,
        person_id=person_id,
        organisation_id=HOME,
        unit_id=None,
    )


class TestWriting:
    def test_is_for_everybody_with_a_task(self) -> None:
        assert may_write(actor("project.read", "project.propose"), thing()).allowed

    def test_is_not_for_those_who_only_read(self) -> None:
        assert not may_write(actor("project.read", "person.read"), thing()).allowed

    def test_is_for_those_who_take_part_from_elsewhere(self) -> None:
        taking_part = actor("project.lead", home=BESIDE, shared=frozenset({PROJECT}))

        assert may_write(taking_part, thing()).allowed
        assert not may_write(actor("project.lead", home=BESIDE), thing()).allowed

    def test_of_a_unit_stays_in_the_unit(self) -> None:
        assert may_write(actor("project.lead", unit=WARD), thing(unit_id=WARD)).allowed
        assert not may_write(actor("project.lead", unit=WARD), thing()).allowed

    def test_needs_a_key_that_writes(self) -> None:
        reading = actor("project.lead", key_scopes=frozenset({"read"}))

        assert not may_write(reading, thing()).allowed

    def test_by_a_link_is_what_the_link_is_for(self) -> None:
        assert may_write(holder(), thing()).allowed
        assert not may_write(holder("project.sign_off"), thing()).allowed
        assert not may_write(holder(about=uuid4()), thing()).allowed


class TestChanging:
    def test_is_for_the_writer_alone(self) -> None:
        writer = actor("project.lead")

        assert may_edit(writer, written_by(writer)).allowed
        assert not may_edit(actor("user.manage"), written_by(writer)).allowed

    def test_is_not_for_a_key_of_the_same_number(self) -> None:
        writer = actor("project.lead")
        by = Authorship(
            writer_kind="api_key",
            writer_id=writer.id,
            person_id=None,
            organisation_id=HOME,
            unit_id=None,
        )

        assert not may_edit(writer, by).allowed


class TestWithdrawing:
    def test_is_for_whoever_wrote_it_and_for_whoever_keeps_order(self) -> None:
        writer = actor("project.lead")

        assert may_withdraw(writer, written_by(writer)).allowed
        assert may_withdraw(actor("user.manage"), written_by(writer)).allowed
        assert not may_withdraw(actor("project.lead"), written_by(writer)).allowed

    def test_is_for_the_person_whose_words_they_are(self) -> None:
        person = uuid4()
        by = written_by(actor("project.lead"), person_id=person)
        user = Actor(kind=ActorKind.USER, id=uuid4(), person_ids=frozenset({person}))

        assert may_withdraw(user, by).allowed
        assert is_own(user, by)

    def test_by_those_who_keep_order_elsewhere_is_refused(self) -> None:
        by = written_by(actor("project.lead"))

        assert not may_withdraw(actor("user.manage", home=BESIDE), by).allowed


class TestAsking:
    def test_takes_a_task_there_and_people_to_read(self) -> None:
        assert may_ask(actor("project.lead", "person.read"), thing()).allowed
        assert not may_ask(actor("project.lead"), thing()).allowed
        assert not may_ask(actor("person.read"), thing()).allowed

    def test_is_not_for_those_who_take_part_from_elsewhere(self) -> None:
        taking_part = actor("project.lead", "person.read", home=BESIDE, shared=frozenset({PROJECT}))

        assert not may_ask(taking_part, thing()).allowed


class TestErrand:
    def test_gives_one_permission_on_one_thing(self) -> None:
        action = uuid4()
        errand = Errand(
            link_id=uuid4(), permission="action.complete", subject_id=PROJECT, target_id=action
        )
        sent = Actor(kind=ActorKind.PERSON, id=uuid4(), errand=errand)

        assert sent.sent_for("action.complete", action)
        assert not sent.sent_for("action.complete", PROJECT)
        assert not sent.sent_for("action.drop", action)
        assert not sent.may("project.lead", organisation_id=HOME)
        assert not sent.may_somewhere("project.read")
