"""Which role belongs to which team."""

import pytest

from projects.commands.team import wrong_team
from projects.models import Team, TeamRole


class TestWrongTeam:
    @pytest.mark.parametrize(
        ("role", "team", "words"),
        [
            (
                TeamRole.EXECUTIVE_SPONSOR,
                Team.POINT_OF_CARE,
                "Executive sponsor is a role of the oversight team.",
            ),
            (
                TeamRole.POINT_OF_CARE_STAFF,
                Team.OVERSIGHT,
                "Point-of-care staff is a role of the point-of-care team.",
            ),
        ],
        ids=["sponsor", "staff"],
    )
    def test_is_said_in_words_and_not_in_stored_codes(self, role: str, team: str, words: str):
        assert wrong_team(role=role, team=team) == f"{words} Choose that team, or another role."

    @pytest.mark.parametrize("team", Team.values)
    def test_is_none_for_a_role_of_every_team(self, team: str):
        assert wrong_team(role=TeamRole.PARTNER, team=team) == ""
