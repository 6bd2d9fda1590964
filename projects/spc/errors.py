"""What the engine refuses, each with a stable code and a sentence a user may read."""


class InvalidSeries(ValueError):
    """A series that no chart can be drawn from as given.

    `code` is stable and for machines (it is what `python -m projects.spc` prints);
    `sentence` says what to do next.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
