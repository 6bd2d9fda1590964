"""What was before a file was loaded is not judged; what is true today is, from true dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.models import Committee, PspAppointment
from kernel.clock import london_date
from kernel.models import Finding
from people.models import Organisation
from tests.factories import opening
from tests.integration.arrival.conftest import NOW, Send
from workflows.drain import settle

pytestmark = pytest.mark.django_db

LOADED = london_date(NOW)
LAST_MONTH = LOADED - timedelta(days=30)


def arriving() -> dict[str, list[dict]]:
    """A committee with its two partners, one for which nobody was found, and a partner on staff."""
    sheets = opening.small()
    empty = {**sheets["committees"][0], "external_id": "C2", "name": "Deteriorating Patient Group"}
    sheets["committees"].append(empty)
    sheets["seats"] += [{"committee": "C2", "seat_no": no, "seat_kind": "psp"} for no in (1, 2)]
    sheets["people"][1] |= {"employment_basis": "bank", "employed_from": date(2026, 1, 1)}
    return sheets


def said(subject_id, rule_id: str, day: date) -> tuple[str, str]:
    """The stored outcome of a day, with its code."""
    found = (
        Finding.objects.filter(
            subject_id=subject_id, rule_id=rule_id, superseded_at=None, starts_on__lte=day
        )
        .order_by("-starts_on")
        .first()
    )
    assert found is not None
    return found.outcome, found.code


class TestBeforeQiflow:
    @pytest.fixture(autouse=True)
    def loaded(self, load: Send, trust: Organisation) -> None:
        report = load(arriving())
        assert report.loaded, report.faults
        settle()

    @pytest.mark.parametrize("rule_id", ["C01", "C03", "C04", "C05", "C10"])
    @pytest.mark.parametrize("day", [LAST_MONTH, LOADED - timedelta(days=1)])
    def test_last_month_is_not_judged_and_today_is(self, rule_id: str, day: date) -> None:
        empty = Committee.objects.get(external_id="C2")
        assert said(empty.pk, rule_id, day) == ("not_applicable", "before_qiflow")
        assert said(empty.pk, rule_id, LOADED)[1] != "before_qiflow"

    def test_a_seat_has_been_empty_since_its_true_day(self) -> None:
        empty = Committee.objects.get(external_id="C2")
        assert said(empty.pk, "C01", LOADED)[0] == "fail"
        assert said(empty.pk, "C04", LOADED) == ("fail", "long_empty")

    def test_work_for_the_trust_is_judged_from_the_day_of_the_file(self) -> None:
        hired = PspAppointment.objects.get(external_id="A2")
        assert said(hired.pk, "C07", LAST_MONTH) == ("not_applicable", "before_qiflow")
        assert said(hired.pk, "C07", LOADED) == ("fail", "employed")

    def test_the_organisation_never_failed_before(self, trust: Organisation) -> None:
        before = Finding.objects.filter(
            subject_id=trust.pk, rule_id="C14", superseded_at=None, starts_on__lt=LOADED
        )
        assert set(before.values_list("outcome", "code")) == {("not_applicable", "before_qiflow")}
        assert said(trust.pk, "C14", LOADED)[0] == "fail"

    def test_nothing_of_the_past_failed(self) -> None:
        past = Finding.objects.filter(superseded_at=None, starts_on__lt=LOADED)
        assert past.exists()
        assert not past.exclude(outcome__in=["not_applicable", "pass"]).exists()
