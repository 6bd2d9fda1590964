"""Registers the kernel with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
