"""In which way somebody gave an answer or their words."""

from __future__ import annotations

from django.db import models


class Way(models.TextChoices):
    """By their own link, or in a way that somebody else wrote down.

    Source: domain/domain.md 15 item 19.
    """

    LINK = "link", "By their link"
    MEETING = "meeting", "In a meeting"
    IN_PERSON = "in_person", "In person"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    OTHER = "other", "In another way"
