"""Registers the kernel with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from kernel import instants, lookups


class KernelConfig(AppConfig):
    name = "kernel"

    def ready(self) -> None:
        lookups.register()
        instants.register()
        # Every process knows every event: a worker loads no door that would import them for it.
        autodiscover_modules("events")
