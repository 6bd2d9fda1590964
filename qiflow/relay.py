"""`python -m qiflow.relay`: ring the workers for what is undone.

No management command: those load every app first, which this program does not need.
"""

import os

import dramatiq
from django.conf import settings
from django.utils.log import configure_logging

from qiflow.broker import configured_broker
from workflows.relay import Relay
from workflows.stopping import stop_on_signals


def main() -> None:
    """Watch the queue in the database until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")
    stop = stop_on_signals()
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    dramatiq.set_broker(configured_broker())
    Relay(stop).run()


if __name__ == "__main__":
    main()
