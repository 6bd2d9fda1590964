"""What messages, their ways and their states are called on a page."""

from __future__ import annotations

from web.words.outcomes import OutcomeWords

_STATUS = {
    "waiting": ("Waiting", "quiet", "clock"),
    "sent": ("Sent", "good", "tick"),
    "failed": ("Not sent", "bad", "cross"),
    "stopped": ("No longer needed", "quiet", "dash"),
}
_DONE = {"letter": "Posted", "telephone": "Called"}
_CHANNEL = {"email": "Email", "letter": "Letter", "telephone": "Telephone call"}

STATUS_WORDS = tuple((status, words) for status, (words, _, _) in _STATUS.items())
CHANNEL_WORDS = tuple(_CHANNEL.items())
BY_HAND_WORDS = tuple((way, words) for way, words in _CHANNEL.items() if way != "email")
DONE_WORDS = (("waiting", "To do"), ("sent", "Done"))
OFTEN_WORDS = (
    ("immediate", "Immediately"),
    ("daily", "Once a day, at 7:00am"),
    ("weekly", "Once a week, on Monday at 7:00am"),
    ("never", "Never: I read my inbox here"),
)


def message_status(status: str, *, channel: str = "email") -> OutcomeWords:
    """The words for the state of a message, with its sign."""
    words, tone, icon = _STATUS[status]
    if channel in _DONE:
        words = {"waiting": "To do", "sent": _DONE[channel]}.get(status, words)
    return OutcomeWords(outcome=status, words=words, short=words, tone=tone, icon=icon)


def channel_words(channel: str) -> str:
    return _CHANNEL.get(channel, channel)


def unread_words(count: int, *, most: int) -> str:
    """For the header: "3 unread", or nothing."""
    if not count:
        return ""
    return f"{most}+ unread" if count > most else f"{count} unread"
