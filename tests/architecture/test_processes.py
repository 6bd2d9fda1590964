"""What every process of the service knows as soon as Django is set up."""

import json
import os
import subprocess
import sys
from functools import cache

from kernel.events import CATALOGUE
from qiflow.instance import BASE_DIR

_TELL = """
import json
import {module}
from kernel.events import CATALOGUE
from kernel.gates import GATES
from kernel.rules.rulebook import RULEBOOK
print(json.dumps([sorted(CATALOGUE), sorted(RULEBOOK.rules), sorted(GATES)]))
"""


@cache
def known_to(module: str) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", _TELL.format(module=module)],
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        env={**os.environ, "PYTHONPATH": str(BASE_DIR)},
        check=True,
    )
    return json.loads(done.stdout)


class TestWorkerProcess:
    def test_knows_every_event_before_it_loads_any_door(self):
        events, rules, gates = known_to("qiflow.workers.loading")

        ours = {
            name for name, event in CATALOGUE.items() if not event.__module__.startswith("tests")
        }
        assert set(events) == ours
        assert rules
        assert gates

    def test_knows_what_the_web_knows(self):
        assert known_to("qiflow.workers.loading") == known_to("qiflow.wsgi, qiflow.urls")
