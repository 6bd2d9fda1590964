"""The table of reactions is complete."""

from kernel.events import CATALOGUE
from workflows.reactions import TABLE, noun_of

OF_TESTS = "tests."


class TestTable:
    def test_has_a_row_for_every_noun_of_the_catalogue(self):
        nouns = {
            noun_of(name)
            for name, event in CATALOGUE.items()
            if not event.__module__.startswith(OF_TESTS)
        }

        assert nouns - set(TABLE) == set()
