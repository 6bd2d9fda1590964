"""Importing this sets Django up, and with it the broker: for programs that are no command."""

import os

# Dramatiq reads its settings from the environment, once, when it is imported.
for _name, _value in {
    "dramatiq_queue_prefetch": "1",  # few messages are leased to a process that may die
    "dramatiq_delay_queue_prefetch": "50",
    "dramatiq_restart_delay": "500",  # ms, after the broker was away
}.items():
    os.environ.setdefault(_name, _value)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")

import django  # noqa: E402 - see above

django.setup()
