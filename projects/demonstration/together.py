"""What a team and its partners wrote, kept and planned about one project; one of them by letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypedDict
from uuid import UUID

from kernel.actors import Actor
from kernel.clock import london_date
from people import commands as people
from people.models import Need, Person, User
from projects.models import Project
from records.commands.discussion import write_comment
from records.commands.files import add_file
from records.commands.invitees import Reply, answer_invitation, invite
from records.commands.links import make_link
from records.commands.occasions import plan_occasion
from records.commands.tags import put_tag
from records.files.judging import judge
from records.links.declared import PERSON, USER, Recipient
from records.models import Answer

At = Callable[[User, datetime], Actor]

_PROJECT = "Q03"
_BY_LETTER = "FD-PARTNER2"
_HEARD = """What we heard on Ward 7 (invented)

Eleven people told us what it is like not to know who is looking after them.

- "I was told a name at seven in the morning. By nine it was somebody else."
- "The board behind my bed was right, but I cannot turn round to read it."
- "My daughter rang, and nobody could say who my nurse was."

What they asked for: a card on the table, changed at every handover, in large letters.
"""


class _About(TypedDict):
    subject_kind: str
    subject_id: UUID


class _By(TypedDict):
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Team:
    """Who works on what. `by_letter` is a partner without an account, who gets letters."""

    about: _About
    lead: User
    partner: User
    by_letter: Recipient
    acting: At
    now: datetime

    def ago(self, days: int, user: User) -> _By:
        """What a user did so many days ago."""
        at = self.now - timedelta(days=days)
        return _By(actor=self.acting(user, at), now=at)


def work_together(
    organisation_id: UUID, users: Mapping[str, User], *, acting: At, now: datetime
) -> None:
    """Evidence, tags, a discussion, a meeting with an answer, and a question by letter."""
    project = Project.objects.get(organisation_id=organisation_id, external_id=_PROJECT)
    team = _Team(
        about=_About(subject_kind="project", subject_id=project.pk),
        lead=users["project_lead"],
        partner=users["partner"],
        by_letter=_prefers_letters(organisation_id, users["participation_team"], acting, now),
        acting=acting,
        now=now,
    )
    _keep_what_was_heard(team)
    _discuss(team)
    _meet(team)
    _ask_by_letter(team)


def _prefers_letters(organisation_id: UUID, keeper: User, acting: At, now: datetime) -> Recipient:
    """A partner without email, who reads large print."""
    person = Person.objects.get(organisation_id=organisation_id, external_id=_BY_LETTER)
    told = now - timedelta(days=30)
    people.change_person(
        person_id=person.pk,
        values={
            "email": "",
            "needs": [Need.LARGE_PRINT, Need.LETTER],
            "postal_address": "4 Mill Row\nFellside (invented)",
        },
        actor=acting(keeper, told),
        now=told,
    )
    return Recipient(kind=PERSON, id=person.pk)


def _keep_what_was_heard(team: _Team) -> None:
    by = team.ago(14, team.lead)
    for word in ("handover", "large print"):
        put_tag(**team.about, word=word, **by)
    add_file(
        **team.about,
        judged=judge(_HEARD.encode(), raw_name="what-we-heard-on-ward-7.txt"),
        description="What eleven patients and carers told us",
        evidence_on=london_date(by["now"] - timedelta(days=3)),
        **by,
    )


def _discuss(team: _Team) -> None:
    asked = write_comment(
        **team.about,
        text="Should the card carry a photograph, or is a first name enough?",
        tell=[team.partner.pk],
        **team.ago(14, team.lead),
    )
    write_comment(
        **team.about,
        text="A first name in large letters. A photograph helps people who do not read.",
        in_reply_to=asked.pk,
        **team.ago(13, team.partner),
    )


def _meet(team: _Team) -> None:
    """A meeting to come; one partner has said that she comes, the other has a letter."""
    by = team.ago(6, team.lead)
    meeting = plan_occasion(
        **team.about,
        title="Co-design session 3: try out the card",
        on_date=london_date(team.now + timedelta(days=12)),
        from_time=time(14),
        to_time=time(15, 30),
        place="Day room, Ward 7",
        **by,
    )
    hers = Recipient(kind=USER, id=team.partner.pk)
    invite(occasion_id=meeting.pk, recipients=[hers, team.by_letter], **by)
    answer_invitation(
        occasion_id=meeting.pk,
        recipient=hers,
        reply=Reply(answer=Answer.YES),
        **team.ago(4, team.partner),
    )


def _ask_by_letter(team: _Team) -> None:
    make_link(
        purpose="comment",
        **team.about,
        recipient=team.by_letter,
        note="Have a look at the card that came with this letter. What would you change?",
        **team.ago(4, team.lead),
    )
