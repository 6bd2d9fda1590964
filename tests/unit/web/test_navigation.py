"""Sections by audience."""

from kernel.actors import ANONYMOUS, Actor, ActorKind, Grant, Scope
from web.navigation import navigation
from web.shell import audiences


def _texts(*names):
    return [item.text for item in navigation("/", audiences=names)]


def _actor(*grants):
    return Actor(kind=ActorKind.USER, grants=grants)


def _grant(role, *permissions):
    return Grant(role=role, scope=Scope.ORGANISATION, permissions=frozenset(permissions))


class TestNavigation:
    def test_staff_have_seven_sections(self):
        assert _texts("staff") == [
            "Home", "Projects", "Measures", "Committees", "Assurance", "People", "Rulebook",
        ]  # fmt: skip

    def test_operators_also_see_the_queue(self):
        assert _texts("staff", "operator")[-1] == "Queue"

    def test_staff_who_are_partners_see_one_home(self):
        assert _texts("staff", "partner").count("Home") == 1

    def test_stranger_sees_nothing(self):
        assert _texts() == []

    def test_page_inside_a_section_marks_it(self):
        items = navigation("/projects/12/history", audiences=["staff"])

        assert [item.text for item in items if item.current] == ["Projects"]

    def test_like_named_address_marks_nothing(self):
        assert not any(item.current for item in navigation("/projectsx", audiences=["staff"]))


class TestAudiences:
    def test_anonymous_has_none(self):
        assert audiences(ANONYMOUS) == frozenset()

    def test_partner_role_alone_is_a_partner(self):
        assert audiences(_actor(_grant("partner"))) == {"partner"}

    def test_any_other_role_is_staff(self):
        assert audiences(_actor(_grant("committee_secretary"), _grant("partner"))) == {
            "staff",
            "partner",
        }

    def test_right_to_the_queue_makes_an_operator(self):
        assert "operator" in audiences(_actor(_grant("operator", "quarantine.read")))
