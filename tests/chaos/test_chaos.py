"""A short chaos run of the real thing, on servers of its own."""

import subprocess
import sys

import pytest

from qiflow.instance import BASE_DIR


@pytest.mark.alone
@pytest.mark.slow
def test_nothing_is_lost_doubled_swapped_or_wrong():
    command = [sys.executable, "-m", "tests.chaos", "--changes", "500"]
    command += ["--rate", "30", "--every", "2", "--kills", "3"]
    done = subprocess.run(
        [*command, "--seed", "20261122"], cwd=BASE_DIR, capture_output=True, text=True, timeout=900
    )

    assert done.returncode == 0, done.stdout + done.stderr
