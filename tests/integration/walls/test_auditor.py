"""An auditor reads everything of an organisation and changes nothing: every door is looked at.

The answers are those that the tables declare, and `test_matrix.py` holds the service to them.
"""

from __future__ import annotations

import pytest

from tests.integration.walls import table_api, table_pages
from tests.integration.walls.callers import SAFE, Caller
from tests.integration.walls.doors import Door, OpenDoor
from tests.integration.walls.world import Relation

AUDITOR = Caller(name="auditor", role="auditor", member=True)
READS = [door for door in table_api.TABLE if door.method in SAFE]
WRITES = [door for door in table_api.TABLE if door.method not in SAFE]
#: What is for oneself alone: one's password and sessions, files to take away, views and messages.
OWN = {
    "me/password",
    "me/confirm",
    "me/sessions/end-others",
    "exports",
    "files/{file}/link",
    "last-seen/action/{action}",
    "messages/choice",
    "messages/read",
    "saved-views",
}
#: Buttons about one's own inbox and sessions.
OWN_BUTTONS = {"POST /inbox", "POST /me/signing-in/end-others"}
#: Tools with which things are changed, and what others keep for themselves.
NOT_READ = {
    "imports/{import}",
    "imports/{import}/faults",
    "opening-positions/{opening}",
    "saved-views/{view}",
    "jobs/{job}/file",
    "users/{user}/leaving",
    "identity-providers/{provider}",
    "links/{link}",
    "messages/{inbox}",
    "messages/by-hand/{letter}",
    "quarantine",
    "quarantine/{pending}",
}


def relation(door: Door) -> Relation:
    return Relation.NOTHING if Relation.OWN not in door.relations else Relation.OWN


class TestAuditor:
    @pytest.mark.parametrize("door", WRITES, ids=lambda door: door.name)
    def test_changes_nothing(self, door: Door) -> None:
        answer = door.expected(AUDITOR, relation(door))

        if door.path in OWN or isinstance(door, OpenDoor):
            return
        assert answer in (403, 404), door.name

    @pytest.mark.parametrize("door", READS, ids=lambda door: door.name)
    def test_reads_everything(self, door: Door) -> None:
        answer = door.expected(AUDITOR, relation(door))

        assert (answer == door.ok) is (door.path not in NOT_READ), door.name

    def test_sends_no_form_that_changes_something(self) -> None:
        """Buttons without questions; forms with questions end in the commands of the API."""
        pressed = [
            door.name
            for door in table_pages.TABLE
            if door.method == "POST"
            and door.ok == 302
            and door.name not in OWN_BUTTONS
            and door.expected(AUDITOR, relation(door)) not in (403, 404)
        ]

        assert pressed == []
