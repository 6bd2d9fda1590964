"""The folder of one running copy."""

import os
import stat
from pathlib import Path

import pytest

from qiflow.instance import Instance, Refused, this_instance


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(port=8123, home=tmp_path / "var" / "8123")
    made.open_home()
    return made


class TestThisInstance:
    def test_ports_have_folders_of_their_own(self):
        assert this_instance({}).home.name == "8000"
        assert this_instance({"PORT": "8001"}).home.name == "8001"

    @pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "8000.5"])
    def test_a_port_that_is_none_is_refused(self, port):
        with pytest.raises(Refused, match="PORT must be a number"):
            this_instance({"PORT": port})


class TestLock:
    def test_a_second_start_is_told_in_one_line(self, instance):
        with instance.locked(), pytest.raises(Refused) as refusal, instance.locked():
            pass

        assert "running already" in str(refusal.value)
        assert "\n" not in str(refusal.value)

    def test_it_is_free_again_afterwards(self, instance):
        with instance.locked():
            pass
        with instance.locked():
            pass


class TestSecretKey:
    def test_stays_the_same_and_is_for_its_owner_only(self, instance):
        key = instance.secret_key()

        assert instance.secret_key() == key
        assert len(key) > 60
        assert stat.S_IMODE((instance.home / "secret-key").stat().st_mode) == 0o600


class TestHome:
    def test_data_of_another_user_are_refused_in_one_line(self, instance):
        if os.geteuid() == 0:
            os.chown(instance.home, 12345, 12345)
        else:
            instance = Instance(port=8123, home=Path("/usr/share"))

        with pytest.raises(Refused, match="belong to another user"):
            instance.open_home()


class TestAddresses:
    def test_are_empty_when_nothing_runs(self, instance):
        assert instance.read_addresses() == {}

    def test_are_read_as_written(self, instance):
        instance.write_addresses({"REDIS_URL": "unix:///x"})

        assert instance.read_addresses() == {"REDIS_URL": "unix:///x"}
