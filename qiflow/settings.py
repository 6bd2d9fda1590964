"""Settings of the service, read from the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
QIFLOW_ENV = os.environ.get("QIFLOW_ENV", "demonstration")
QIFLOW_CLOCK_MOVABLE = QIFLOW_ENV != "production"
DEBUG = False
SECRET_KEY = os.environ.get("QIFLOW_SECRET_KEY", "demonstration-only-" + "x" * 50)
ALLOWED_HOSTS = ["*"]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    role = "qiflow_owner" if os.environ.get("QIFLOW_DB_ROLE") == "owner" else "qiflow_app"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": f"-c role={role}"},
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://qiflow@/qiflow?host=/tmp")
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "kernel",
    "people",
    "governance",
    "projects",
    "workflows",
    "web",
    "qiflow",
]
AUTH_USER_MODEL = "people.User"
ROOT_URLCONF = "qiflow.urls"
WSGI_APPLICATION = "qiflow.wsgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticroot"
MEDIA_URL = "/media/"
