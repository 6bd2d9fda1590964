"""Every page is opened and inspected, and photographed at both widths if that is asked for."""

from __future__ import annotations

from kernel import clock
from kernel.actors import SYSTEM
from kernel.models import Finding
from records.commands.actions import add_action
from tests.factories import people
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive


class TestEveryPage:
    def test_pages_of_a_trust(self, visitor: Visitor, world: World) -> None:
        # Given a trust where something is going on
        committee = world.committee()
        partner = world.partner(name="Pat Partner", days_left=40)
        world.seat(committee, 1, partner)
        world.seat(committee, 2, world.partner(name="Sam Second"))
        world.committee(seats=2)
        project = world.project("Quieter nights on the stroke ward")
        action = add_action(
            subject_kind="project",
            subject_id=project.pk,
            title="Order bins with quiet lids",
            owner_id=world.administrator.pk,
            due_on=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        world.work()
        finding = Finding.objects.get(
            subject_id=committee.pk, rule_id="C01", superseded_at=None, outcome="at_risk"
        )

        # When its administrator looks at everything
        arrive(visitor, world.administrator)
        for name, address in {
            "home": "/",
            "projects": "/projects",
            "project": f"/projects/{project.pk}",
            "actions": "/actions",
            "action": f"/actions/{action.pk}",
            "action-hand-over": f"/actions/{action.pk}/steps/hand_over",
            "add-action": f"/projects/{project.pk}/actions/add",
            "project-step": f"/projects/{project.pk}/steps/propose",
            "project-team": f"/projects/{project.pk}/team/add",
            "register-project": "/projects/register",
            "committees": "/committees",
            "committee": f"/committees/{committee.pk}",
            "committee-as-at": f"/committees/{committee.pk}?as_at=2027-06-01",
            "committee-step": f"/committees/{committee.pk}/steps/reclassify",
            "register-committee": "/committees/register",
            "partners": "/committees/partners",
            "partner": f"/committees/partners/{partner.pk}",
            "partner-step": f"/committees/partners/{partner.pk}/steps/suspend",
            "people": "/people",
            "person": f"/people/{partner.person_id}",
            "employment": f"/people/{partner.person_id}/employments/add",
            "assurance": "/assurance",
            "assurance-projects": "/assurance?kind=project",
            "assurance-ahead": f"/assurance?as_at={clock.today().year + 1}-06-01",
            "finding": f"/assurance/findings/{finding.pk}",
            "rulebook": "/rulebook",
            "rule": "/rulebook/C01",
            "standard": "/rulebook/standards/min_psp",
            "me": "/me",
            "users": "/me/users",
            "user": f"/me/users/{world.colleague.pk}",
            "new-user": "/me/users/new",
            "keys": "/me/keys",
            "new-key": "/me/keys/new",
            "units": "/me/units",
            "password": "/me/password",
            "exports": "/exports",
            "export": "/exports/projects?stage=draft",
        }.items():
            visitor.opens(address)

            # Then each page is right, and there is a picture of it
            visitor.answered(200)
            visitor.photographs(name)

    def test_sign_in_and_queue(self, visitor: Visitor, world: World) -> None:
        visitor.opens("/sign-in")
        visitor.photographs("sign-in")

        visitor.presses("Sign in")

        visitor.is_told("Enter the email address", "Enter the password")
        visitor.photographs("sign-in-errors")
        operator = people.user("operator", world.organisation, scope="country")
        arrive(visitor, operator)
        visitor.follows("Queue")
        visitor.sees_heading("Queue")
        visitor.photographs("queue")
