"""The service's settings with the doors of an ordinary DRF project in place of ours."""

from qiflow.settings import *  # noqa: F403
from qiflow.settings import DATABASES, INSTALLED_APPS

ROOT_URLCONF = "bench.baselines.urls"
WSGI_APPLICATION = "bench.baselines.wsgi.application"
INSTALLED_APPS = [*INSTALLED_APPS]
# It filters by organisation itself; row-level security is opened once a connection, so the
# baseline does less than the service in this respect.
DATABASES = {
    "default": {
        **DATABASES["default"],
        "OPTIONS": {
            **DATABASES["default"]["OPTIONS"],
            "options": DATABASES["default"]["OPTIONS"]["options"] + " -c qiflow.scope=all",
        },
    }
}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["bench.baselines.access.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}
