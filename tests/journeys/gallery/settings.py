"""The settings of the service, with the gallery beside its own pages."""

from copy import deepcopy
from pathlib import Path

from qiflow import settings as _service
from qiflow.settings import *  # noqa: F403 - settings are the names of a module

ROOT_URLCONF = "tests.journeys.gallery.urls"
TEMPLATES = deepcopy(_service.TEMPLATES)
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")  # type: ignore[attr-defined]
# Scripts and styles stay as they are during a run, as in production.
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
