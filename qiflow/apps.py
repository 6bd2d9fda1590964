"""Joins the parts when Django starts."""

import dramatiq
from django.apps import AppConfig

from qiflow.broker import configured_broker


class QiflowConfig(AppConfig):
    """The site."""

    name = "qiflow"

    def ready(self) -> None:
        # An actor binds to the broker that is set when its module is imported.
        dramatiq.set_broker(configured_broker())
