"""Forms about messages: how often email comes, and buttons that ask nothing."""

from __future__ import annotations

from web.forms.answers import OneOf
from web.forms.base import PageForm
from web.words.messages import OFTEN_WORDS


class OftenForm(PageForm):
    """How often somebody wants email."""

    often = OneOf(
        label="How often do you want email?",
        choices=OFTEN_WORDS,
        radios=True,
        help_text="Messages about your account, and links that you asked for, always come at once.",
    )
