"""`python -m projects.spc` on its own, as another system would call it."""

import json
import subprocess
import sys
from subprocess import PIPE

from tests.unit.spc.comparison import COPIED, PROJECT, cases, differences


def run(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "projects.spc"],
        input=text,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=60,
        check=False,
    )


class TestCommand:
    def test_answers_a_list_in_its_order(self):
        chosen = cases(COPIED / "spc_vectors.json")[20:23]

        answers = json.loads(run(json.dumps(chosen)).stdout)

        assert [
            differences(case["expected"], answer)
            for case, answer in zip(chosen, answers, strict=True)
        ] == [[], [], []]

    def test_answers_one_case_with_a_list_of_one(self):
        case = cases(COPIED / "spc_vectors_qicharts2.json")[0]

        (answer,) = json.loads(run(json.dumps(case)).stdout)

        assert differences(case["expected"], answer) == []

    def test_reads_a_whole_file_of_vectors(self):
        text = (COPIED / "spc_vectors.json").read_text()

        assert len(json.loads(run(text).stdout)) == 183

    def test_answers_a_bad_case_with_its_code_and_the_next_as_usual(self):
        good = {"chart": "run", "input": {"x": [1, 2], "values": [1, 2]}}

        finished = run(json.dumps([{"chart": "pie", "input": {}}, 7, good]))

        first, second, third = json.loads(finished.stdout)
        assert (first, second) == ({"error": "unknown_chart"}, {"error": "invalid_case"})
        assert third["points"]["cl"] == [1.5, 1.5]
        assert finished.returncode == 0

    def test_refuses_what_is_not_json_in_one_line(self):
        finished = run("[{")

        assert finished.returncode == 2
        assert finished.stdout == ""
        assert finished.stderr.startswith("projects.spc: standard input is not JSON")
        assert finished.stderr.count("\n") == 1

    def test_reads_the_byte_order_mark_that_windows_writes(self):
        finished = run("\ufeff[]")

        assert (finished.returncode, finished.stdout) == (0, "[]\n")

    def test_ends_without_a_traceback_when_nobody_reads_on(self):
        command = [sys.executable, "-m", "projects.spc"]
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=PROJECT) as engine:
            assert engine.stdin
            assert engine.stdout
            assert engine.stderr
            engine.stdout.close()
            engine.stdin.write(b"[]")
            engine.stdin.close()
            said = engine.stderr.read()

        assert (engine.returncode, said) == (1, b"")

    def test_refuses_json_that_is_no_case(self):
        finished = run("42")

        assert (finished.returncode, finished.stderr.count("\n")) == (2, 1)

    def test_needs_neither_django_nor_data_frames(self):
        code = (
            "import sys, projects.spc, projects.spc.svg, projects.spc.wire;"
            "print(sorted({'django', 'numpy', 'pandas'} & set(sys.modules)))"
        )

        finished = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            cwd=PROJECT,
            timeout=60,
            check=True,
        )

        assert finished.stdout.strip() == "[]"
