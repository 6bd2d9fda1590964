"""`python -m bench [P1 P4 ...]`: measure, print, and with --write keep it in docs/figures.md."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench import figures
from bench.figures import Figure
from bench.servers import Servers, throw_away
from qiflow.instance import BASE_DIR

SEED = 7
#: Which module measures which figure, in the order of the report.
SCRIPTS = {
    "P1": "bench.p1_transition",
    "P1b": "bench.p1b_command",
    "P1c": "bench.p1c_bulk",
    "P2": "bench.p2_settled",
    "P2b": "bench.p2b_burst",
    "P3": "bench.p3_growth",
    "P3b": "bench.p3b_list",
    "P4": "bench.p4_recheck",
    "P4b": "bench.p4b_partners",
    "P6": "bench.p6_series",
    "P6b": "bench.p6_import",
    "P7": "bench.p7_start",
    "S1": "bench.s1_search",
}
PAGE = BASE_DIR / "docs" / "figures.md"
_RESULT = "figures: "


def main() -> int:
    asked = _arguments()
    if asked.child:
        return _measure_here(asked)
    wanted = asked.figures or list(SCRIPTS)
    found: list[Figure] = []
    with throw_away() as servers:
        for name in wanted:
            print(f"\n== {name}", flush=True)
            found += _measure_apart(name, servers, asked)
    report = f"{_heading(asked)}\n\n{figures.table(found)}\n"
    print(f"\n{report}")
    if asked.write:
        _write(report)
    failed = any(figure.ours == "-" for figure in found)
    missed = asked.check and not all(figure.passed for figure in found)
    return 1 if failed or missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="*", choices=[[], *SCRIPTS], help="all unless named")
    parser.add_argument("--large", action="store_true", help="a million projects, 100,000 bodies")
    parser.add_argument("--quick", action="store_true", help="small and short: a smoke test")
    parser.add_argument("--write", action="store_true", help=f"keep the table in {PAGE.name}")
    parser.add_argument("--check", action="store_true", help="fail when a first bar is missed")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure_apart(name: str, servers: Servers, asked: argparse.Namespace) -> list[Figure]:
    """Each figure in a process and a database of its own."""
    options = [f"--{flag}" for flag in ("large", "quick") if getattr(asked, flag)]
    with servers.database(f"bench_{name.lower()}") as environ:
        command = [sys.executable, "-m", "bench", name, "--child", *options]
        process = subprocess.Popen(
            command, env=environ, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        result = ""
        for line in process.stdout:
            if line.startswith(_RESULT):
                result = line.removeprefix(_RESULT)
            else:
                print(line, end="", flush=True)
        if process.wait() or not result:
            print(f"{name} could not be measured.", flush=True)
            return [Figure(id=name, what="could not be measured", ours="-", limit="-", judged=0)]
    return figures.load(result)


def _measure_here(asked: argparse.Namespace) -> int:
    import django

    from bench.run import Run

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")
    django.setup()
    run = Run(large=asked.large, quick=asked.quick, seed=SEED)
    found = import_module(SCRIPTS[asked.figures[0]]).measure(run)
    print(figures.table(found), flush=True)
    print(_RESULT + figures.dump(found), flush=True)
    return 0


def _heading(asked: argparse.Namespace) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True, cwd=BASE_DIR
    ).stdout.strip()
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=no"],
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
    ).stdout
    memory = round(int(Path("/proc/meminfo").read_text().split()[1]) / 2**20)
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y}, commit {commit}"
        f"{' with changes' if dirty else ''},"
        f" seed {SEED}, {os.cpu_count()} cores, {memory} GB, Python {platform.python_version()},"
        f" load at the end {load}{', quick: small sizes, one round' if asked.quick else ''}."
    )


def _write(report: str) -> None:
    text = PAGE.read_text()
    before, _, rest = text.partition("<!-- measured -->")
    _, _, after = rest.partition("<!-- end -->")
    PAGE.write_text(f"{before}<!-- measured -->\n{report}\n<!-- end -->{after}")


if __name__ == "__main__":
    sys.exit(main())
