"""Links with which somebody agrees to a text or a step of a project, or says why not.

Source: domain/domain.md 2.7 and 15 item 19 (sign-offs of people who are not there).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.actors import SYSTEM, Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid
from projects.commands.charter import SIGNERS, TEAM_ROLES, sign_off
from projects.commands.finding import find_project, place_of
from projects.models import SignOffAbout, SignOffAs, SignOffWay, TeamMembership
from projects.policies.projects import SIGN_OFF, may_sign_off
from projects.queries.papers import charters
from projects.queries.projects import get_project
from records.links.declared import PERSON, Asked, Effect, Given, Outcome, Purpose, Question, Words
from records.models import Way

_YES, _NO = "yes", "no"
_CHARTER = (
    ("purpose", "Purpose"),
    ("population", "Whom it is for"),
    ("partner_recruitment", "How partners are found"),
    ("partner_support", "How partners are supported"),
    ("partner_payment", "How partners are paid"),
)
#: How the words of each agreement begin, after "Do you agree".
_TO_WHAT = {
    SignOffAbout.CHARTER: "to the charter",
    SignOffAbout.VISION: "to the vision",
    SignOffAbout.AIM: "to the aim",
    SignOffAbout.START_TESTING: "that testing starts",
    SignOffAbout.COMPLETE_TESTING: "that testing is complete",
    SignOffAbout.DECLARE_RELIABLE: "that it is reliable",
    SignOffAbout.DECLARE_SUSTAINED: "that it is sustained",
}
_WAYS = {
    Way.LINK: SignOffWay.ONLINE,
    Way.MEETING: SignOffWay.MEETING,
    Way.IN_PERSON: SignOffWay.IN_PERSON,
    Way.TELEPHONE: SignOffWay.TELEPHONE,
    Way.LETTER: SignOffWay.LETTER,
    Way.OTHER: SignOffWay.OTHER,
}


def _may_ask(asked: Asked, actor: Actor, now: datetime) -> None:
    """Only what can be agreed to now, by somebody who has that part in the project today."""
    today = london_date(now)
    project = find_project(asked.thing.id, actor)
    require(may_sign_off(actor, place=place_of(project, actor, today=today), stage=project.stage))
    about, given_as = asked.details["about"], asked.details["given_as"]
    if about not in SIGNERS:
        raise Invalid.one("/about", "Choose what they agree to.", code="not_a_choice")
    if given_as not in SIGNERS[about]:
        allowed = ", ".join(SIGNERS[about])
        raise Invalid.one("/given_as", f"This is agreed to as: {allowed}.", code="not_a_signer")
    on_team = TeamMembership.objects.active_on(today).filter(
        project_id=project.pk, person_id=asked.recipient.id, role__in=TEAM_ROLES[given_as]
    )
    if not on_team.exists():
        raise Invalid.one(
            "/person_id", f"This person is not on the team as {given_as}.", code="not_in_post"
        )
    if not _texts(asked) and about in (*_OF_PROJECT, SignOffAbout.CHARTER):
        raise Invalid.one("/about", f"Write the {about} first.", code="nothing_to_sign")


def _ask(asked: Asked) -> Question:
    about = SignOffAbout(asked.details["about"])
    found = get_project(SYSTEM, asked.thing.id)
    if found["stage"] == "archived":
        raise Blocked("This project has ended and stays as it is.", state="archived")
    texts = _texts(asked)
    return Question(
        title=f"Do you agree {_TO_WHAT[about]}?",
        sentences=(
            f"You are asked as {SignOffAs(asked.details['given_as']).label.lower()}.",
            "Your answer is written down with your name and today's date.",
        ),
        texts=texts,
        answers_label="Your answer",
        answers=((_YES, "I agree"), (_NO, "I do not agree")),
        button="Send my answer",
        words=Words(label="If you do not agree, say why", hint="You can also say what would help."),
        words_for=(_NO,),
        seen=_wording(texts),
    )


def _answer(asked: Asked, given: Given) -> Effect:
    if given.outcome == _NO:
        return Effect(outcome=_NO, words=given.words)
    project, _ = sign_off(
        project_id=asked.thing.id,
        about=asked.details["about"],
        given_as=asked.details["given_as"],
        person_id=asked.recipient.id,
        way=_WAYS[Way(given.way)],
        given_on=given.given_on,
        actor=given.actor,
        now=given.now,
    )
    return Effect(outcome=_YES, step_id=project.pk, step_version=project.version, words=given.words)


_OF_PROJECT = (SignOffAbout.VISION, SignOffAbout.AIM)


def _texts(asked: Asked) -> tuple[tuple[str, str], ...]:
    """What there is to read before one agrees."""
    about = asked.details["about"]
    if about in _OF_PROJECT:
        written = get_project(SYSTEM, asked.thing.id)[about]
        return ((SignOffAbout(about).label, written),) if written else ()
    if about == SignOffAbout.CHARTER:
        numbers = charters(SYSTEM, asked.thing.id)
        return _charter_texts(numbers[0]) if numbers else ()
    return ()


def _charter_texts(charter: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((words, charter[name] or "Not written yet") for name, words in _CHARTER)


def _wording(texts: tuple[tuple[str, str], ...]) -> str:
    """Another text whenever the words are others."""
    joined = "\n".join(f"{heading}: {text}" for heading, text in texts)
    return hashlib.sha256(joined.encode()).hexdigest()[:20] if joined else ""


SIGN_OFF_PURPOSE = Purpose(
    code="sign_off",
    name="Agree to something",
    permission=SIGN_OFF,
    check=_may_ask,
    question=_ask,
    answer=_answer,
    outcomes={
        _YES: Outcome(told="Agreed", receipt="You agreed. Thank you."),
        _NO: Outcome(
            told="Did not agree", receipt="You did not agree. Whoever asked you sees why."
        ),
    },
    details=("about", "given_as"),
    recipients=(PERSON,),
    kinds=frozenset({"project"}),
)
