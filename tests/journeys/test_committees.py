"""From a committee on paper to two partners who count, and what happens when one does not."""

from __future__ import annotations

from datetime import timedelta

from kernel import clock
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive, parts


class TestCommittee:
    def test_a_committee_gets_its_two_partners(self, visitor: Visitor, world: World) -> None:
        today = clock.today()
        established = today - timedelta(days=365)

        # Given somebody to chair it and two partners who serve already
        world.person("Chris Chair")
        world.partner(name="Pat Partner")
        world.partner(name="Sam Second")
        arrive(visitor, world.administrator)

        # When the administrator registers a committee that was established a year ago
        visitor.follows("Committees")
        visitor.follows("Register a committee")
        visitor.fills("What is the committee called?", "Quality and Safety Committee")
        visitor.fills_date("When was it established?", *parts(established))
        visitor.selects("Who chairs it?", "Chris Chair")
        visitor.selects("How often does it meet?", "Every month")
        visitor.fills("Where are its terms of reference kept?", "Intranet, page 12")
        visitor.fills_date("What date do the terms of reference bear?", *parts(established))
        visitor.chooses("Reviews safety data")
        visitor.fills("How many seats for patient safety partners?", "2")
        visitor.presses("Continue")
        visitor.sees_heading("Check your answers")
        visitor.photographs("check-answers")
        visitor.presses("Register the committee")
        visitor.sees("The committee is registered.")

        # And constitutes it, a while ago
        visitor.follows("Constitute the committee")
        visitor.presses("Constitute the committee")
        visitor.sees("Constituted.")
        world.work()
        visitor.reloads()

        # Then it does not meet the requirement
        visitor.sees("Patient safety partners: not met")

        # When both seats are filled
        for seat, name in (("Seat 1", "Pat Partner"), ("Seat 2", "Sam Second")):
            visitor.follows(f"Fill {seat}")
            visitor.selects("Which partner?", name)
            visitor.presses("Save")
            visitor.sees("The seat is filled.")
        world.work()
        visitor.reloads()

        # Then it does
        visitor.sees("Two patient safety partners: met")
        visitor.photographs("committee-met")
        visitor.follows("Assurance")
        visitor.sees("Met")

    def test_all_that_is_missing_is_said_at_once(self, visitor: Visitor, world: World) -> None:
        # Given a committee of which little more than the name is known
        arrive(visitor, world.administrator)
        visitor.opens("/committees/register")
        visitor.fills("What is the committee called?", "Mortality Review Group")
        visitor.fills_date("When was it established?", "1", "3", "2025")
        visitor.presses("Continue")
        visitor.presses("Register the committee")
        constitute = visitor.page.url + "/steps/constitute"

        # When somebody tries to constitute it all the same
        visitor.page.goto(constitute)
        visitor.presses("Constitute the committee")

        # Then everything that is missing is listed, each with the way to mend it
        visitor.answered(422)
        visitor.sees("Name the chair.")
        visitor.sees("Say how often the committee meets.")
        summary = visitor.find(".nhsuk-error-summary a")
        assert summary.count() >= 3
        visitor.photographs("committee-refused")

    def test_a_suspended_partner_does_not_count(self, visitor: Visitor, world: World) -> None:
        # Given a committee that meets the requirement
        committee = world.committee()
        pat = world.partner(name="Pat Partner")
        world.seat(committee, 1, world.partner(name="Sam Second"))
        world.seat(committee, 2, pat)
        world.work()
        arrive(visitor, world.administrator)

        # When one partner is suspended from today
        visitor.opens(f"/committees/partners/{pat.pk}")
        visitor.follows("Suspend the appointment")
        visitor.fills("Under which reference is the concern kept?", "HR 2026/17")
        visitor.chooses("The partner was offered support")
        visitor.presses("Suspend the appointment")
        visitor.sees("Suspended.")
        world.work()

        # Then the committee says so, without a name and without a cause
        visitor.opens(f"/committees/{committee.pk}")
        visitor.sees("Seat 2 is not counted from")
        visitor.does_not_see("HR 2026/17")
        visitor.photographs("committee-suspended")

        # And yesterday was met
        yesterday = clock.today() - timedelta(days=1)
        visitor.opens(f"/committees/{committee.pk}?as_at={yesterday.isoformat()}")
        visitor.sees("This is how it was on")
        visitor.sees("Two patient safety partners: met")

    def test_a_threshold_is_tried_before_it_is_changed(
        self, visitor: Visitor, world: World
    ) -> None:
        # Given a committee with its two partners
        committee = world.committee()
        world.seat(committee, 1, world.partner(name="Pat Partner"))
        world.seat(committee, 2, world.partner(name="Sam Second"))
        world.work()
        arrive(visitor, world.administrator)

        # When the administrator tries to ask for three
        visitor.opens("/rulebook/standards/min_psp")
        visitor.fills("New value, in people", "3")
        visitor.fills("Who says so?", "Board minutes of May")
        visitor.presses("See what would follow")

        # Then it is said which body would flip, and nothing has changed
        visitor.sees_heading("What would follow")
        visitor.sees(committee.name)
        visitor.sees("Nothing has been changed yet.")
        visitor.photographs("standard-rehearsal")

        # When it is changed
        visitor.presses("Change the standard")
        visitor.sees("The standard is changed.")
        world.work()

        # Then the committee does not meet it any more
        visitor.opens(f"/committees/{committee.pk}")
        visitor.sees("Patient safety partners: not met")


class TestPartner:
    def test_a_person_becomes_a_partner(self, visitor: Visitor, world: World) -> None:
        day = parts(clock.today())
        arrive(visitor, world.administrator)

        # Given somebody who is registered as a partner
        visitor.opens("/people/register")
        visitor.fills("Name", "Nia New")
        visitor.chooses("Patient or service user")
        visitor.presses("Register")
        visitor.sees("The person is registered.")

        # When they apply and are taken through every step
        visitor.opens("/committees/partners/apply")
        visitor.selects("Who?", "Nia New")
        visitor.presses("Record the application")
        visitor.follows("Shortlist")
        visitor.chooses("A partner sat on the panel")
        visitor.presses("Shortlist")
        visitor.follows("Offer a place")
        visitor.fills("Role and tasks", "Member of the Quality and Safety Committee")
        visitor.fills_date("When was payment explained, and that it may be declined?", *day)
        visitor.presses("Offer a place")
        visitor.follows("Record that the place is accepted")
        visitor.fills_date("When did the person accept the terms?", *day)
        visitor.fills_date("When did the person see the draft on confidentiality?", *day)
        visitor.presses("Record that the place is accepted")
        visitor.follows("Clear the checks")
        for question in (
            "When was identity seen?",
            "When were references seen?",
            "When was advice on tax and benefits offered?",
        ):
            visitor.fills_date(question, *day)
        visitor.presses("Clear the checks")
        visitor.follows("Complete induction")
        visitor.fills_date("When was induction completed?", *day)
        visitor.fills_date("When was confidentiality signed?", *day)
        visitor.presses("Complete induction")

        # Then they are an active partner with a term
        visitor.sees("Induction completed.")
        visitor.sees("First term")
        visitor.photographs("partner-active")
