"""Importing this sets Django up, and with it the broker: for programs that are no command."""

import os

# Dramatiq reads its settings from the environment, once, when it is imported.
for _name, _value in {
    # So many of a queue are in hand at once. Few, as the process may die with them; more than one,
    # as a last attempt in a process of its own takes seconds.
    "dramatiq_queue_prefetch": "2",
    "dramatiq_delay_queue_prefetch": "50",
    "dramatiq_restart_delay": "500",  # ms, after the broker was away
}.items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")

import django  # noqa: E402 - see above

django.setup()
