"""How the generated pages are written."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

import pytest

from kernel.gates import GATES, Deferred, Gate
from qiflow.documents import edge_cases, event_schema, gates, markdown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an event might carry."""

    kind: ClassVar[str] = "not a fact"

    project_id: UUID
    from_date: date
    fields: tuple[str, ...]
    count: int = 0
    until: date | None = None


class TestMarkdown:
    def test_a_bar_does_not_break_a_table(self):
        assert markdown.table(["A"], [["x | y\nz"]]).endswith("| x \\| y z |")

    def test_a_docstring_is_told_by_its_first_paragraph(self):
        class Told:
            """One thing
            on two lines.

            Not this.
            """

        assert markdown.meaning(Told) == "One thing on two lines."


class TestSchemaOfAnEvent:
    def test_names_types_and_required_facts(self):
        schema = event_schema.of_facts(Facts)

        assert schema["properties"] == {
            "project_id": {"type": "string", "format": "uuid"},
            "from_date": {"type": "string", "format": "date"},
            "fields": {"type": "array", "items": {"type": "string"}},
            "count": {"type": "integer"},
            "until": {"type": "string", "format": "date"},
        }
        assert schema["required"] == ["project_id", "from_date", "fields", "count"]

    def test_refuses_what_has_no_business_in_an_event(self):
        with pytest.raises(TypeError, match="cannot carry"):
            event_schema.of_type(object)


class TestDeferredGuards:
    @pytest.fixture
    def gate(self, monkeypatch):
        def declare(until):
            guard = Deferred(code="later", asks="Something.", until=until)
            monkeypatch.setitem(
                GATES, "project.imagined", Gate(step="project.imagined", deferred=(guard,))
            )

        return declare

    def test_are_due_once_their_model_exists(self, gate):
        gate("projects.Project")

        assert (
            "project.imagined: later waits for projects.Project, which exists." in gates.overdue()
        )

    @pytest.mark.parametrize("label", ["projects.Imagined", "imagined.Project"])
    def test_wait_while_it_does_not(self, gate, label):
        gate(label)

        assert not [problem for problem in gates.overdue() if "imagined" in problem]

    def test_name_a_step_that_a_graph_has(self, gate):
        gate("projects.Imagined")

        assert gates.unknown_steps() == ("project.imagined",)


class TestEdgeCases:
    def problems_of(self, monkeypatch, **case):
        row = edge_cases.EdgeCase(source="Here", case="A case", answer="An answer", **case)
        monkeypatch.setattr(edge_cases, "cases", lambda: (row,))
        monkeypatch.setattr(edge_cases, "inputs", tuple)
        return edge_cases.problems()

    def test_with_a_test_that_exists_are_fine(self, monkeypatch):
        test = "tests/unit/qiflow/test_documents.py::TestEdgeCases::problems_of"

        assert self.problems_of(monkeypatch, tests=(test,)) == ()

    @pytest.mark.parametrize(
        "test",
        [
            "tests/unit/qiflow/test_documents.py::TestEdgeCases::test_that_nobody_wrote",
            "tests/unit/qiflow/test_that_nobody_wrote.py::test_it",
            "tests/unit/qiflow/test_documents.py",
        ],
    )
    def test_with_a_test_that_is_missing_are_told_of(self, monkeypatch, test):
        assert self.problems_of(monkeypatch, tests=(test,)) == (
            f"A case: there is no test {test}.",
        )

    def test_wait_only_while_their_model_does_not_exist(self, monkeypatch):
        assert self.problems_of(monkeypatch, waits_for="records.Telescope") == ()
        assert "which exists" in self.problems_of(monkeypatch, waits_for="projects.Project")[0]

    def test_need_one_or_the_other(self, monkeypatch):
        assert "name tests" in self.problems_of(monkeypatch)[0]
