"""What records declare of their own things and of those of `people`, noun by noun."""

from __future__ import annotations

from people import queries as people
from people.leavers import declared as leavers
from people.queries import invitations, resets
from records.commands.file_checks import FILE_CHECK
from records.exports import declared as exports
from records.exports.access import INVITATIONS, USERS
from records.exports.actions import ACTIONS
from records.exports.files import FILES, TAGS
from records.exports.messages import BY_HAND, OUTGOING
from records.exports.people import ORGANISATIONS, PEOPLE, UNITS
from records.exports.taking import EXPORT_JOB
from records.histories import declared as histories
from records.imports import declared as imports
from records.imports.access import INVITATIONS as INVITATIONS_IN
from records.imports.jobs import IMPORT_JOBS
from records.imports.people import PEOPLE as PEOPLE_IN
from records.jobs import kinds
from records.leaving import ACTIONS_HELD, VIEWS_HELD
from records.links import declared as links
from records.links import standards as thresholds  # noqa: F401
from records.links.acting import CLAIM, CONFIRM
from records.links.discussing import COMMENT, REPLY
from records.links.inviting import RSVP
from records.messages import declared as messages
from records.messages.access import ACCESS_NOTICES, INVITATION, RESET
from records.messages.actions import ACTION_NOTICES
from records.messages.discussion import DISCUSSION_NOTICES
from records.messages.jobs import JOB_NOTICES
from records.messages.links import LINK_NOTICES
from records.messages.people import persons, users
from records.messages.recipients import register_recipient
from records.queries.actions import action_history
from records.queries.files import file_history
from records.search import declared as search
from records.search.files import FILE_SEARCH
from records.search.people import PEOPLE_SEARCH


def declare_all() -> None:
    """Everything; doing so again changes nothing."""
    _lists()
    _work()
    _histories()
    _messages()
    leavers.register(ACTIONS_HELD, VIEWS_HELD)
    links.register(COMMENT, REPLY, CONFIRM, CLAIM, RSVP)


def _lists() -> None:
    exports.register(ORGANISATIONS, UNITS, PEOPLE, USERS, INVITATIONS, ACTIONS, FILES, TAGS)
    exports.register(OUTGOING, BY_HAND)
    imports.register(PEOPLE_IN, INVITATIONS_IN)
    search.register(*PEOPLE_SEARCH, FILE_SEARCH)


def _work() -> None:
    kinds.register(EXPORT_JOB, FILE_CHECK, *IMPORT_JOBS)


def _histories() -> None:
    histories.register(
        histories.HistoryKind(kind="action", read=action_history),
        histories.HistoryKind(kind="file", read=file_history),
        histories.HistoryKind(kind="person", read=people.person_history),
        histories.HistoryKind(kind="user", read=people.user_history),
        histories.HistoryKind(kind="unit", read=people.unit_history),
        histories.HistoryKind(kind="organisation", read=people.organisation_history),
    )


def _messages() -> None:
    messages.register(*ACTION_NOTICES, *JOB_NOTICES, *ACCESS_NOTICES)
    messages.register(*DISCUSSION_NOTICES, *LINK_NOTICES)
    register_recipient(messages.USER, users)
    register_recipient(messages.PERSON, persons)
    register_recipient(INVITATION, invitations.addresses_of)
    register_recipient(RESET, resets.addresses_of)
