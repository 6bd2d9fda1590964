"""Asking for viruses: a daemon that speaks as ClamAV does, and what fails closed."""

import socket
import struct
import threading
from contextlib import closing

import pytest

from records.files.scanning import NoAnswer, Verdict, ask_clamd, look


class Daemon:
    """Speaks the command INSTREAM of ClamAV's daemon, and answers what it was told to."""

    def __init__(self, place, answer):
        self.heard = b""
        self._answer = answer
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(str(place))
        self._door.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        line, _ = self._door.accept()
        with closing(line):
            assert self._take(line, 10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", self._take(line, 4))[0]:
                self.heard += self._take(line, length)
            line.sendall(self._answer)

    def _take(self, line, size):
        taken = b""
        while len(taken) < size:
            taken += line.recv(size - len(taken))
        return taken

    def close(self):
        self._thread.join(timeout=5)
        self._door.close()


def ask(tmp_path, answer):
    place = tmp_path / "clamd"
    daemon = Daemon(place, answer)
    try:
        return ask_clamd(str(place), iter([b"one ", b"two"])), daemon.heard
    finally:
        daemon.close()


class TestClamd:
    def test_hears_the_whole_file_and_says_that_it_is_clean(self, tmp_path):
        assert ask(tmp_path, b"stream: OK\0") == (Verdict(clean=True), b"one two")

    def test_names_what_it_found(self, tmp_path):
        verdict, _ = ask(tmp_path, b"stream: Eicar-Test-Signature FOUND\0")

        assert verdict == Verdict(clean=False, name="Eicar-Test-Signature")

    @pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream"])
    def test_that_gives_no_verdict_has_not_answered(self, tmp_path, answer):
        with pytest.raises(NoAnswer):
            ask(tmp_path, answer)

    def test_that_is_away_has_not_answered(self, tmp_path):
        with pytest.raises(NoAnswer):
            ask_clamd(str(tmp_path / "nobody"), iter([b"x"]))
        with pytest.raises(NoAnswer):
            ask_clamd("127.0.0.1:1", iter([b"x"]))


class TestAnyScanner:
    def test_that_breaks_has_not_answered(self):
        def breaks(pieces):
            raise KeyError("x")

        with pytest.raises(NoAnswer):
            look(iter([b"x"]), breaks)
