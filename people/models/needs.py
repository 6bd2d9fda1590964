"""What helps somebody to take part: the closed list, after the Accessible Information Standard."""

from __future__ import annotations

from django.db import models


class Need(models.TextChoices):
    """`LETTER` and `TELEPHONE` say how to reach the person; the others how to write and to meet."""

    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    BRAILLE = "braille", "Braille"
    AUDIO = "audio", "Audio"
    BSL = "bsl", "British Sign Language interpreter"
    SPEECH_TO_TEXT = "speech_to_text", "Speech to text reporter"
    HEARING_LOOP = "hearing_loop", "Hearing loop"
    INTERPRETER = "interpreter", "Interpreter or translation"
    LETTER = "letter", "Letters by post, not email"
    TELEPHONE = "telephone", "Telephone calls, not email"
