"""Signs of life of whoever does a job. Pure: the relay reads this without loading any model."""

#: A process says so often that it is at work, and after so long without a word it is given up.
BEAT_SECONDS = 3.0
SILENT_SECONDS = 15.0
