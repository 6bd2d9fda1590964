"""The import contracts of pyproject.toml: kept by the code, and able to fail."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from qiflow.instance import BASE_DIR

PYPROJECT = BASE_DIR / "pyproject.toml"
LINTER = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]
NOT_LAYERS = {"tests", "bench", "docs", "deploy", "var"}

# One line in one module that must break the contract whose name begins like this.
VIOLATIONS = [
    ("people/other.py", "import projects", "Imports point down"),
    ("kernel/other.py", "import web", "Imports point down"),
    ("workflows/other.py", "import web", "Imports point down"),
    ("projects/rules/other.py", "import django", "Rules and policies are pure"),
    ("projects/policies/other.py", "import projects.models", "Rules and policies are pure"),
    ("kernel/rules/other.py", "import redis", "Rules and policies are pure"),
    ("projects/api/other.py", "import projects.models", "Doors never touch tables"),
    ("web/other.py", "import governance.models", "Doors never touch tables"),
    ("projects/other.py", "import dramatiq", "Only workflows and the site know the queue"),
    ("web/other.py", "import redis", "Only workflows and the site know the queue"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
    )


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """The rooms that the contracts name, and nothing in them."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.read_text())
    for package in LINTER["root_packages"]:
        for room in ("", "api", "rules", "policies", "models"):
            (tmp_path / package / room).mkdir(exist_ok=True)
            (tmp_path / package / room / "__init__.py").touch()
        (tmp_path / package / "models" / "__init__.py").write_text("import django\n")
    return tmp_path


class TestContracts:
    def test_are_kept(self):
        done = lint(BASE_DIR)

        assert done.returncode == 0, done.stdout + done.stderr

    def test_have_no_exceptions(self):
        assert not [contract for contract in LINTER["contracts"] if "ignore_imports" in contract]

    def test_are_kept_by_an_empty_house(self, small_house):
        done = lint(small_house)

        assert done.returncode == 0, done.stdout + done.stderr

    @pytest.mark.parametrize(("module", "line", "contract"), VIOLATIONS)
    def test_fail_when_broken(self, small_house, module, line, contract):
        (small_house / module).write_text(f"{line}\n")

        done = lint(small_house)

        broken = [row for row in done.stdout.splitlines() if row.rstrip().endswith("BROKEN")]
        assert done.returncode == 1
        assert any(row.startswith(contract) for row in broken), done.stdout

    def test_name_every_package_of_the_house(self):
        packages = {path.parent.name for path in BASE_DIR.glob("*/__init__.py")}

        assert packages - NOT_LAYERS == set(LINTER["root_packages"])
