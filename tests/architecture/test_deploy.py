"""The systemd units run what the supervisor runs."""

import configparser
import shlex

import pytest

from qiflow.environment import Mode, read_hosts, read_secret_key
from qiflow.instance import BASE_DIR
from qiflow.supervisor import programs

DEPLOY = BASE_DIR / "deploy"
HOME = "/opt/qiflow"
PROGRAMS = [
    programs.web(host="127.0.0.1", port=8000),
    programs.relay(),
    programs.timers(),
    programs.workers(),
]
PRODUCTION: Mode = "production"


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    template, _, instance = name.partition("-")  # several of one kind share a template
    file = f"qiflow-{template}@.service" if instance else f"qiflow-{name}.service"
    parser.read_string((DEPLOY / file).read_text())
    return parser["Service"]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
class TestUnits:
    def test_run_the_programs_of_the_supervisor(self, program):
        said = shlex.split(unit(program.name)["ExecStart"])

        as_here = [word.replace(str(BASE_DIR), HOME) for word in program.arguments]
        as_there = [f"{HOME}/manage.py" if word == "manage.py" else word for word in said[1:]]
        assert said[0] == f"{HOME}/.venv/bin/python"
        assert as_there == as_here

    def test_give_them_the_same_environment(self, program):
        said = shlex.split(unit(program.name).get("Environment", ""))

        assert dict(word.split("=", 1) for word in said) == dict(program.environment)

    def test_are_wanted_by_the_target(self, program):
        wanted = program.name.replace("-", "@")
        assert f"qiflow-{wanted}.service" in (DEPLOY / "qiflow.target").read_text()


class TestExampleOfTheEnvironment:
    given = dict(
        line.split("=", 1)
        for line in (DEPLOY / "environment.example").read_text().splitlines()
        if line and not line.startswith("#")
    )

    def test_is_for_production_and_brings_no_key(self):
        assert self.given["QIFLOW_ENV"] == PRODUCTION
        with pytest.raises(Exception, match="QIFLOW_SECRET_KEY"):
            read_secret_key(self.given, PRODUCTION)

    def test_names_hosts_that_are_accepted(self):
        assert read_hosts(self.given, PRODUCTION)

    def test_has_only_settings_that_the_page_explains(self):
        page = (BASE_DIR / "docs" / "operations.md").read_text()

        assert not [name for name in self.given if f"`{name}`" not in page]
