"""Registers the kernel with Django."""

from django.apps import AppConfig

from kernel import lookups


class KernelConfig(AppConfig):
    name = "kernel"

    def ready(self) -> None:
        lookups.register()
