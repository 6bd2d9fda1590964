"""What a migration makes again, of the classes that Django keeps of models."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from qiflow.migration_state import only_what_changed


def table(name: str, **relations: str) -> ModelState:
    fields = [("id", models.AutoField(primary_key=True)), ("word", models.TextField())]
    ties = [
        (field, models.ForeignKey(f"house.{target}", models.CASCADE))
        for field, target in relations.items()
    ]
    return ModelState("house", name, [*fields, *ties])


def one(state: ProjectState, name: str) -> type[models.Model]:
    return state.apps.get_model("house", name)


@pytest.fixture
def state() -> Iterator[ProjectState]:
    """A trust and its ward, with their classes made."""
    with only_what_changed():
        made = ProjectState()
        made.add_model(table("Trust"))
        made.add_model(table("Ward", trust="Trust"))
        assert made.apps
        yield made


class TestOnlyWhatChanged:
    def test_leaves_the_others_where_a_model_is_new(self, state: ProjectState) -> None:
        trust, ward = one(state, "Trust"), one(state, "Ward")

        state.add_model(table("Bed", ward="Ward"))

        assert (one(state, "Trust"), one(state, "Ward")) == (trust, ward)
        assert one(state, "Bed")._meta.get_field("ward").related_model is ward

    def test_makes_one_again_where_a_plain_field_is_added(self, state: ProjectState) -> None:
        trust = one(state, "Trust")

        state.add_field("house", "ward", "beds", models.IntegerField(), preserve_default=True)

        assert one(state, "Trust") is trust
        assert one(state, "Ward")._meta.get_field("beds")

    def test_makes_all_again_where_a_relation_is_added(self, state: ProjectState) -> None:
        trust, tie = one(state, "Trust"), models.ForeignKey("house.Trust", models.CASCADE)

        state.add_field("house", "ward", "run_by", tie, preserve_default=True)

        assert one(state, "Trust") is not trust

    def test_gives_all_classes_anew_to_who_works_with_rows(self, state: ProjectState) -> None:
        state.add_model(table("Bed", ward="Ward"))

        state.clear_delayed_apps_cache()

        ties = {tie.related_model for tie in one(state, "Ward")._meta.related_objects}
        assert ties == {one(state, "Bed")}

    def test_lasts_no_longer_than_the_migrating(self) -> None:
        before = ProjectState._find_reload_model  # type: ignore[attr-defined]

        with only_what_changed():
            assert ProjectState._find_reload_model is not before  # type: ignore[attr-defined]

        assert ProjectState._find_reload_model is before  # type: ignore[attr-defined]
