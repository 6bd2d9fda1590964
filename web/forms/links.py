"""Forms of links: ask somebody, enter their answer, and what the person themselves fills in."""

from __future__ import annotations

from typing import Any

from django import forms

from records.links.declared import Question
from web.forms.answers import Chosen, OneOf, Options
from web.forms.base import ChangeForm, PageForm
from web.forms.dates import BritishDateField
from web.forms.text import TextField
from web.words.choices import SIGN_OFF_ABOUT, SIGN_OFF_AS, WAY

#: How an answer is to come.
SEND, HAND, ENTER = "send", "hand", "enter"
_HOW = (
    (SEND, "Send them a link"),
    (HAND, "I give them the link: on paper, or in a message of my own"),
    (ENTER, "They told me: I enter their answer"),
)


class AskByLink(PageForm):
    """Whom to ask, and how the answer is to come."""

    person_id = Chosen(label="Whom do you ask?", help_text="People who are registered under People")
    note = TextField(
        label="A word to them",
        max_length=1_000,
        required=False,
        help_text="They see it on the page that the link opens.",
    )
    how = OneOf(label="How will they answer?", choices=_HOW, radios=True)

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person_id"].offer(people)  # type: ignore[attr-defined]


class AskForAgreement(AskByLink):
    """The same, with what is to be agreed to."""

    person_id = Chosen(label="Whom do you ask?", help_text="Somebody who is on the team today")
    about = OneOf(label="What do they agree to?", choices=SIGN_OFF_ABOUT)
    given_as = OneOf(label="As what do they agree?", choices=SIGN_OFF_AS, radios=True)

    field_order = ("person_id", "about", "given_as", "note", "how")


class SendAgain(ChangeForm):
    """A link, sent once more."""


class CallBack(ChangeForm):
    """A link that is to open nothing any more."""


class Answering:
    """The boxes of an answer: those that the question has, in its own words."""

    fields: dict[str, forms.Field]

    def ask(self, question: Question) -> None:
        """Show what the question asks, and nothing else."""
        if question.answers:
            outcome = self.fields["outcome"]
            outcome.label = question.answers_label
            outcome.choices = question.answers  # type: ignore[attr-defined]
            outcome.error_messages["required"] = (
                f"Select an answer to “{question.answers_label}”"
                if question.answers_label.endswith("?")
                else "Select one of the answers"
            )
        else:
            del self.fields["outcome"]
        if question.words is None:
            del self.fields["words"]
            return
        words: Any = self.fields["words"]
        words.label = question.words.label
        words.help_text = question.words.hint
        words.required = question.words.required
        words.limit = question.words.maximum
        words.error_messages["required"] = "Write down what you want to say"


def _outcome() -> OneOf:
    return OneOf(label="Your answer", radios=True)


def _words() -> TextField:
    return TextField(label="Your words", max_length=5_000)


class AnswerByLink(Answering, PageForm):
    """What a person answers by their link. `seen`: what was shown to them."""

    outcome = _outcome()
    words = _words()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        options["initial"] = {"seen": question.seen}
        super().__init__(*args, **options)
        self.ask(question)
        self._present = question.seen

    def see_present_version(self) -> None:
        """The page shows what it is about as it is; sending it again is about that."""
        sent: Any = self.data
        self.data = sent.copy()
        self.data["seen"] = self._present  # type: ignore[index]


class AnswerForSomebody(Answering, ChangeForm):
    """What a person answered in another way."""

    outcome = _outcome()
    words = _words()
    way = OneOf(label="How did they tell you?", choices=WAY, radios=True)
    given_on = BritishDateField(
        label="When did they tell you?", what="the day", help_text="For example, 31 3 2027"
    )

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask(question)
