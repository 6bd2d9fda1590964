"""The answers that forms offer are those that the models know."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices

from governance.models.appointment import AppointmentState, EndReason
from governance.models.committee import Classified, CommitteeState, MeetingFrequency
from governance.models.seats import Membership, SeatKind
from people.models.needs import Need
from people.models.organisation import OrganisationKind, UnitKind
from people.models.person import ConsentScope, EmploymentBasis, PartnerKind
from projects.models.charter import SignOffAbout, SignOffAs, SignOffWay
from projects.models.measure import Chart, DataKind, Direction, Frequency, MeasureFamily
from projects.models.measure_data import MarkerSort, TargetShape
from projects.models.project import DataDisposition, Method, Stage, StopReason
from projects.models.team import Capacity, Involvement, Team, TeamRole
from records.models import ActionState
from web.words import choices, measures, states


class TestChoices:
    @pytest.mark.parametrize(
        ("offered", "known"),
        [
            (choices.METHOD, Method),
            (choices.NEED, Need),
            (choices.STOP_REASON, StopReason),
            (choices.DATA_DISPOSITION, DataDisposition),
            (choices.TEAM, Team),
            (choices.TEAM_ROLE, TeamRole),
            (choices.CAPACITY, Capacity),
            (choices.INVOLVEMENT, Involvement),
            (choices.SIGN_OFF_ABOUT, SignOffAbout),
            (choices.SIGN_OFF_AS, SignOffAs),
            (choices.SIGN_OFF_WAY, SignOffWay),
            (choices.PARTNER_KIND, PartnerKind),
            (choices.EMPLOYMENT_BASIS, EmploymentBasis),
            (choices.CONSENT_SCOPE, ConsentScope),
            (choices.ORGANISATION_TYPE, OrganisationKind),
            (choices.UNIT_TYPE, UnitKind),
            (choices.MEETING_FREQUENCY, MeetingFrequency),
            (choices.CLASSIFIED, Classified),
            (choices.SEAT_KIND, SeatKind),
            (choices.MEMBERSHIP, Membership),
            (choices.END_REASON, EndReason),
            (measures.FAMILY, MeasureFamily),
            (measures.DATA_KIND, DataKind),
            (measures.DIRECTION, Direction),
            (measures.FREQUENCY, Frequency),
            (measures.CHART, Chart),
            (measures.TARGET_SHAPE, TargetShape),
            (measures.MARKER_SORT, MarkerSort),
        ],
    )
    def test_are_the_models_own(self, offered: choices.Choices, known: type[TextChoices]) -> None:
        assert {value for value, _ in offered} == set(known.values)

    @pytest.mark.parametrize(
        ("offered", "known"),
        [
            (states.PROJECT_STATES, Stage),
            (states.COMMITTEE_STATES, CommitteeState),
            (states.APPOINTMENT_STATES, AppointmentState),
            (states.ACTION_STATES, ActionState),
        ],
    )
    def test_every_state_has_words(
        self, offered: choices.Choices, known: type[TextChoices]
    ) -> None:
        assert {value for value, _ in offered} == set(known.values)
