"""Search, saved views and the text guard, as people meet them: with scripts and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kernel import clock
from kernel.models import Event
from tests.factories import projects
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive

NUMBER = "943 476 5919"


class TestSearch:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_finds_a_project_from_any_page(
        self, visit: Callable[..., Visitor], world: World, javascript: bool
    ) -> None:
        # Given a project, a person and a committee
        world.project("Quieter nights on the stroke ward")
        world.person("Stroke Specialist")
        world.committee()
        visitor = visit(javascript=javascript, width=320)
        arrive(visitor, world.administrator)

        # When somebody looks from the header for the beginning of a word
        visitor.find("#search-field").fill("strok")
        visitor.presses("Search QIflow")

        # Then everything is there by kind, and the words stay in the box
        visitor.sees_heading("Projects")
        visitor.sees_heading("People")
        visitor.sees_heading("Units")
        assert visitor.find("#id_q").input_value() == "strok"
        visitor.photographs("search")
        visitor.follows("Quieter nights on the stroke ward")
        visitor.sees_heading("Quieter nights on the stroke ward")

        # When the words are too short or fit nothing
        visitor.opens("/search")
        visitor.photographs("search-begin")
        visitor.fills("What are you looking for?", "x")
        visitor.presses("Search")

        # Then it is said plainly
        visitor.answered(422)
        visitor.sees("Enter at least two characters of what you are looking for")
        visitor.photographs("search-too-short")
        visitor.fills("What are you looking for?", "zebra")
        visitor.presses("Search")
        visitor.sees("Nothing that you may see holds “zebra” or words like it.")
        visitor.photographs("search-empty")


class TestSavedViews:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_a_list_is_kept_opened_renamed_and_removed(
        self, visit: Callable[..., Visitor], world: World, javascript: bool
    ) -> None:
        # Given two projects in different stages
        world.project("Quieter nights")
        projects.step(world.project("Safer meals"), "propose", now=clock.now())
        visitor = visit(javascript=javascript, width=320)
        arrive(visitor, world.administrator)

        # When the list is narrowed and kept
        visitor.opens("/projects")
        visitor.selects("Stage", "Draft")
        visitor.presses("Show")
        visitor.follows("Save this view")
        visitor.presses("Save this view")
        visitor.sees("Enter a name for the view")
        visitor.fills("Name of the view", "Drafts")
        visitor.photographs("save-view")
        visitor.presses("Save this view")

        # Then it stands above the list and brings back what was seen
        visitor.sees("The view is saved.")
        visitor.opens("/projects")
        visitor.photographs("projects-saved-views")
        visitor.follows("Drafts")
        visitor.sees("Quieter nights")
        visitor.does_not_see("Safer meals")

        # When it is renamed and removed
        visitor.follows("Rename or remove views")
        visitor.photographs("saved-views")
        visitor.follows("Rename Drafts")
        visitor.fills("Name of the view", "First ideas")
        visitor.presses("Save the name")
        visitor.follows("Remove First ideas")
        visitor.photographs("remove-view")
        visitor.presses("Remove the view")

        # Then there is none
        visitor.sees("Lists with the filters that you use again and again will be here.")
        visitor.photographs("saved-views-empty")


class TestTextGuard:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_a_number_is_refused_and_goes_through_once_it_is_said_to_be_none(
        self, visit: Callable[..., Visitor], world: World, javascript: bool
    ) -> None:
        # Given somebody who describes a project
        project = world.project("Quieter nights")
        visitor = visit(javascript=javascript, width=320)
        arrive(visitor, world.administrator)
        visitor.opens(f"/projects/{project.pk}/details")
        problem = "What is the problem, and why does it matter to patients?"

        # When the words hold what looks like an NHS number
        visitor.fills(problem, f"Order {NUMBER} is late. Ring 020 7946 0958.")
        visitor.presses("Save")

        # Then the spot is named, the text is kept and the way on stands beside it
        visitor.answered(422)
        if javascript:
            visitor.is_told(
                f"“{NUMBER}” (from character 7) looks like an NHS number. "
                "Take it out, or say that it is not one."
            )
        assert NUMBER in visitor.find("#id_problem").input_value()
        visitor.photographs("text-guard")

        # When it is said to be none
        visitor.chooses("This is not an NHS number")
        visitor.presses("Save")

        # Then it is kept, that was logged, and the telephone number is pointed out
        visitor.sees("The description is saved.")
        visitor.sees("holds what looks like a telephone number. It was kept.")
        visitor.photographs("text-guard-warning")
        assert Event.objects.filter(type="uk.qiflow.text.confirmed.v1").count() == 1
