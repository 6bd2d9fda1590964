"""What a person is told when a server cannot be started."""


class CannotStart(RuntimeError):
    """A server could not be started; the message is one line for the person at the terminal."""
