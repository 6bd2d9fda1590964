"""The written pages say what the code does."""

import json
import re
import subprocess
import sys

import pytest
from drf_spectacular.drainage import GENERATOR_STATS

from kernel.events import DomainEvent
from qiflow.api.description import description
from qiflow.documents import edge_cases, gates, pages
from qiflow.documents.event_catalogue import listed
from qiflow.documents.graphs import graphs
from qiflow.documents.steps import tellings
from qiflow.instance import BASE_DIR
from qiflow.management.commands.generate_docs import FOLDER

WRITTEN = sorted(
    path
    for path in [*BASE_DIR.glob("*.md"), *BASE_DIR.glob("docs/**/*.md"), *BASE_DIR.glob("deploy/*")]
    if path.is_file()
)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PATH = re.compile(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|json|toml|service|jinja))`")


class TestGeneratedPages:
    def test_are_up_to_date(self):
        # In a process of its own: other tests add rules and standards to this one.
        check = [sys.executable, "manage.py", "generate_docs", "--check"]
        done = subprocess.run(check, cwd=BASE_DIR, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_are_the_same_when_written_again(self):
        assert pages() == pages()

    def test_are_all_there_and_nothing_else(self):
        assert {path.name for path in FOLDER.iterdir()} == set(pages())

    def test_name_who_takes_each_step_and_its_event(self):
        told = tellings()
        steps = {f"{graph.kind}.{step.name}" for graph in graphs() for step in graph.steps}

        assert set(told) == steps
        assert not [step for step, telling in told.items() if not telling.who or not telling.event]

    def test_tell_of_steps_only_by_events_that_exist(self):
        known = {name for name, _ in listed()}

        assert not [step for step, told in tellings().items() if told.event not in known]


class TestGates:
    def test_have_no_deferred_guard_whose_artefact_exists(self):
        assert gates.overdue() == ()

    def test_belong_to_steps_of_a_graph(self):
        assert gates.unknown_steps() == ()

    def test_say_what_they_ask_in_words(self):
        from kernel.gates import GATES

        guards = [guard for gate in GATES.values() for guard in gate.guards]

        assert guards
        assert not [guard.code for guard in guards if not guard.asks or not guard.unmet]


class TestEdgeCases:
    def test_have_each_a_test_or_an_artefact_to_wait_for(self):
        assert edge_cases.problems() == ()


class TestEvents:
    def test_say_what_they_mean(self):
        inherited = DomainEvent.__doc__

        silent = [name for name, event in listed() if event.__doc__ in (None, inherited)]

        assert not silent

    def test_envelope_has_what_cloud_events_asks_for(self):
        envelope = json.loads(pages()["asyncapi.json"])["components"]["schemas"]["Envelope"]

        assert {"id", "source", "specversion", "type"} <= set(envelope["required"])


class TestDescription:
    def test_is_made_without_a_warning(self):
        description.cache_clear()
        GENERATOR_STATS.reset()

        described = description()

        assert described["openapi"].startswith("3.1")
        assert not GENERATOR_STATS, [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]


class TestWrittenPages:
    @pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(BASE_DIR)))
    def test_link_to_what_exists(self, page):
        links = [link for link in _LINK.findall(page.read_text()) if "://" not in link]

        assert not [link for link in links if not (page.parent / link).exists()]

    @pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(BASE_DIR)))
    def test_name_files_that_exist(self, page):
        named = _PATH.findall(page.read_text())

        assert not [path for path in named if not (BASE_DIR / path).exists()]

    def test_make_commands_of_the_readme_exist(self):
        named = set(re.findall(r"`make ([a-z]+)`", (BASE_DIR / "README.md").read_text()))
        listed = subprocess.run(
            ["make", "help"], capture_output=True, text=True, cwd=BASE_DIR
        ).stdout

        assert named
        assert not [name for name in named if f"make {name} " not in listed]
