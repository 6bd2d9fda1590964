"""What `dramatiq` imports first in a worker process: Django, and with it the broker."""

import os

import django

from kernel import garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")
django.setup()
garbage.collect_seldom()
