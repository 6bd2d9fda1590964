"""A project from its title to co-design: by mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kernel import clock
from people.models import UserPerson
from tests.factories import people, projects
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive, parts


class TestProject:
    def test_refused_with_all_its_reasons_then_moves(self, visitor: Visitor, world: World) -> None:
        # Given a proposed project without team and charter
        for name in ("Lee Lead", "Spencer Sponsor"):
            world.person(name)
        world.person("Pat Partner", partner=True)
        project = world.project("Quieter nights")
        projects.step(project, "propose", now=clock.now())
        arrive(visitor, world.administrator)

        # When the administrator looks at it
        visitor.opens(f"/projects/{project.pk}")

        # Then everything that set-up approval still needs is listed, with the way to mend it
        visitor.sees_heading("things are still needed")
        visitor.sees("Write in the charter how partners are paid.")
        visitor.photographs("project-refused")

        # When what is missing is mended
        today = parts(clock.today())
        for name, role, team, experience in (
            ("Spencer Sponsor", "Executive sponsor", "Oversight team", "Learnt experience"),
            ("Lee Lead", "Project lead", "Oversight team", "Learnt experience"),
            ("Pat Partner", "Patient or carer partner", "Oversight team", "Lived experience"),
        ):
            visitor.opens(f"/projects/{project.pk}/team/add")
            visitor.selects("Who?", name)
            visitor.selects("In which role?", role)
            visitor.chooses(team)
            visitor.chooses(experience)
            if experience == "Lived experience":
                visitor.chooses("Big I: a full member throughout")
                visitor.chooses_in("Have they lived through what the project is about?", "Yes")
            visitor.presses("Save")
            visitor.sees("The team is changed.")
        visitor.follows("Write the charter")
        visitor.fills("How are partners supported?", "A named contact, and travel is booked.")
        visitor.fills("How are partners paid?", "By the organisation's rates, in a week.")
        visitor.presses("Save")
        for name, given_as in (
            ("Spencer Sponsor", "Sponsor"),
            ("Pat Partner", "Patient or carer partner"),
        ):
            visitor.follows("Record an agreement")
            visitor.selects("What was agreed?", "The charter")
            visitor.selects("Who agreed?", name)
            visitor.chooses(given_as)
            visitor.chooses("In a meeting")
            visitor.fills_date("On which day?", *today)
            visitor.presses("Save")
        visitor.sees_heading("Approve set-up")
        visitor.photographs("project-ready")

        # Then it moves
        visitor.follows("Approve set-up")
        visitor.presses("Approve set-up")
        visitor.sees("Set-up approved.")
        visitor.sees("Co-design")
        visitor.photographs("project-co-design")

    def test_a_partner_who_leaves_is_announced(self, visitor: Visitor, world: World) -> None:
        # Given a project in co-design with one partner
        project = projects.at(world.organisation, "co_design")
        clock.move_by(projects.NOW - clock.now())
        world.work()
        arrive(visitor, world.administrator)
        visitor.opens(f"/projects/{project.pk}")

        # When the partner on the oversight team left yesterday
        row = visitor.page.get_by_role("row", name="Patient or carer partner Oversight team")
        row.get_by_role("link", name="Leaves").click()
        yesterday = clock.today() - timedelta(days=1)
        visitor.fills_date("What was, or will be, their last day?", *parts(yesterday))
        visitor.presses("Save")
        world.work()
        visitor.reloads()

        # Then the project says until when that is allowed, and stays where it is
        visitor.sees("allowed until")
        visitor.sees("Co-design")
        visitor.sees("The clock has been moved")
        visitor.photographs("project-partner-left")

    def test_main_path_without_scripts(self, visit: Callable[..., Visitor], world: World) -> None:
        visitor = visit(javascript=False)
        arrive(visitor, world.administrator)

        _register(visitor)
        visitor.follows("Propose the project")
        visitor.presses("Propose the project")

        visitor.sees("Proposed.")

    def test_main_path_by_keyboard_alone(self, visitor: Visitor, world: World) -> None:
        # Given somebody who uses no mouse
        visitor.opens("/sign-in")
        visitor.tabs_to("Email address")
        visitor.types(world.administrator.email)
        visitor.tabs_to("Password")
        visitor.types(people.PASSWORD)
        visitor.enters()
        visitor.sees_heading("What needs you now")

        # When they register a project and propose it
        visitor.tabs_to("Projects")
        visitor.enters()
        visitor.tabs_to("Register a project")
        visitor.enters()
        visitor.tabs_to("What is the project called?")
        visitor.types("Warm blankets")
        visitor.tabs_to("What is the problem, and why does it matter to patients?")
        visitor.types("People are cold while they wait.")
        visitor.tabs_to("Always Event")
        visitor.page.keyboard.press("Space")
        visitor.tabs_to("Continue")
        visitor.enters()
        visitor.sees_heading("Check your answers")
        visitor.tabs_to("Register the project")
        visitor.enters()
        visitor.tabs_to("Propose the project")
        visitor.enters()
        visitor.tabs_to("Propose the project")
        visitor.enters()

        # Then it is done
        visitor.sees("Proposed.")

    def test_somebody_was_faster(self, visitor: Visitor, world: World) -> None:
        # Given a form that was open while a colleague changed the project
        project = world.project("Quieter nights")
        arrive(visitor, world.administrator)
        visitor.opens(f"/projects/{project.pk}/details")
        projects.step(project, "propose", now=clock.now())
        visitor.fills("Aim", "Half the noise by May")

        # When it is sent
        visitor.presses("Save")

        # Then nothing is lost: what was typed is there, and sending it again works
        visitor.is_told("This changed since you opened it. Read it again, then repeat.")
        visitor.presses("Save")
        visitor.sees("Half the noise by May")


class TestPartnersOwnPages:
    def test_a_partner_sees_their_project(self, visitor: Visitor, world: World) -> None:
        # Given a partner who signs in and is on a team
        person = world.person("Pat Partner", partner=True)
        pat = people.user("partner", world.organisation, name="Pat Partner")
        UserPerson.objects.create(organisation=world.organisation, user=pat, person=person)
        project = world.project("Quieter nights")
        projects.member(project, person=person, from_date=clock.today(), now=clock.now())

        # When they sign in
        arrive(visitor, pat)
        visitor.follows("My projects")
        visitor.follows("Quieter nights")

        # Then they read it
        visitor.sees_heading("Quieter nights")
        visitor.photographs("partner-own-project")


def _register(visitor: Visitor) -> None:
    visitor.opens("/projects/register")
    visitor.fills("What is the project called?", "Quieter nights")
    visitor.fills("What is the problem, and why does it matter to patients?", "Nobody sleeps.")
    visitor.chooses("Always Event")
    visitor.presses("Continue")
    visitor.sees_heading("Check your answers")
    visitor.presses("Register the project")
    visitor.sees("The project is registered.")
