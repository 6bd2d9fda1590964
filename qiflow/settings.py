"""Settings of the service, read from the environment as `qiflow/environment.py` says."""

import os

from csp.constants import NONCE, NONE, SELF

from qiflow import environment, logs
from qiflow.api import rest
from qiflow.instance import BASE_DIR

QIFLOW_ENV = environment.read_mode(os.environ)
_PRODUCTION = QIFLOW_ENV == "production"
_TEST = QIFLOW_ENV == "test"
QIFLOW_CLOCK_MOVABLE = not _PRODUCTION
QIFLOW_BEHIND_PROXY = os.environ.get("QIFLOW_BEHIND_PROXY") == "1"
# Dotted paths of reactions that a test adds to those of the product.
QIFLOW_EXTRA_REACTIONS = os.environ.get("QIFLOW_EXTRA_REACTIONS", "").split() if _TEST else []

DEBUG = False
SECRET_KEY = environment.read_secret_key(os.environ, QIFLOW_ENV)
SECRET_KEY_FALLBACKS = environment.read_old_keys(os.environ)
# Providers of sign-in inside the own network, such as a trust's own directory: their addresses.
QIFLOW_SIGN_ON_NETWORKS = environment.read_networks(os.environ, "QIFLOW_SIGN_ON_NETWORKS")
# A provider that a test starts on this machine speaks plain HTTP.
QIFLOW_SIGN_ON_LOOPBACK = _TEST
ALLOWED_HOSTS = environment.read_hosts(os.environ, QIFLOW_ENV)
DATABASE_URL = environment.read_address(os.environ, QIFLOW_ENV, "DATABASE_URL")
REDIS_URL = environment.read_address(os.environ, QIFLOW_ENV, "REDIS_URL")
QIFLOW_QUEUE_NAMESPACE = os.environ.get("QIFLOW_QUEUE_NAMESPACE", "qiflow")
DATABASES = {"default": environment.database_settings(DATABASE_URL, environ=os.environ)}
# Messages. Without a mail server they are read in the inbox alone.
QIFLOW_PUBLIC_URL = environment.read_public_url(os.environ, QIFLOW_ENV, ALLOWED_HOSTS)
QIFLOW_MAIL_SERVER = environment.read_mail_server(os.environ)
QIFLOW_MAIL_FROM = environment.read_mail_sender(os.environ, QIFLOW_PUBLIC_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "qiflow",  # first: it sets the broker before any actor is imported
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "kernel",
    "people",
    "records",
    "governance",
    "projects",
    "workflows",
    "web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qiflow.api.doorway.ApiDoorway",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kernel.uploads.UploadDoor",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.doors.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REST_FRAMEWORK = rest.REST_FRAMEWORK
#: Requests a minute of one caller; 0 is no limit, as in tests, whose callers are in a hurry.
QIFLOW_API_PER_MINUTE = int(os.environ.get("QIFLOW_API_PER_MINUTE", "0" if _TEST else "600"))
SPECTACULAR_SETTINGS = rest.SPECTACULAR_SETTINGS
AUTH_USER_MODEL = "people.User"
ROOT_URLCONF = "qiflow.urls"
WSGI_APPLICATION = "qiflow.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "web.shell.shell",
            ],
        },
    },
]

USE_TZ = True
TIME_ZONE = "UTC"  # instants are UTC; dates are London's, by kernel.clock
LANGUAGE_CODE = "en-gb"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("QIFLOW_STATIC_ROOT", str(BASE_DIR / "staticroot"))
MEDIA_URL = "/media/"
MEDIA_ROOT = os.environ.get("QIFLOW_MEDIA_ROOT", str(BASE_DIR / "var" / "media"))
WHITENOISE_USE_FINDERS = _TEST
WHITENOISE_AUTOREFRESH = _TEST
# Source maps are never fetched by a reader, and packing them would take half a minute.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "br",
    "gif",
    "gz",
    "ico",
    "jpg",
    "map",
    "png",
    "woff",
    "woff2",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = False  # JavaScript modules import each other by plain name
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": environment.file_storage(os.environ, folder=f"{MEDIA_ROOT}/evidence"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Files that people send. Limits of each kind of file are in records/files/kinds.py.
QIFLOW_LARGEST_FILE = environment.read_megabytes(os.environ, "QIFLOW_LARGEST_FILE_MB", default=25)
QIFLOW_FILES_QUOTA = environment.read_megabytes(os.environ, "QIFLOW_FILES_QUOTA_MB", default=10_000)
#: `clamd:/path/to/socket`, `clamd:host:3310`, or the dotted path of a function; empty is none.
QIFLOW_VIRUS_SCANNER = os.environ.get("QIFLOW_VIRUS_SCANNER", "")
#: Where no scanner is set up: are files given out that were not checked for viruses?
QIFLOW_GIVES_UNSCANNED = environment.gives_unscanned(os.environ, QIFLOW_ENV)

# Security. `manage.py check --deploy` has nothing to say in production.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Where clinical machines are shared: nobody at the keyboard for 15 minutes, or 12 hours, which is a
# long shift, ends a session. Source: ASVS 5.0 V7.3.1 and V7.3.2, as decided on 22 November 2026.
QIFLOW_IDLE_LIMIT = environment.read_minutes(os.environ, "QIFLOW_IDLE_MINUTES", default=15)
QIFLOW_SESSION_LIMIT = environment.read_minutes(os.environ, "QIFLOW_SESSION_MINUTES", default=720)
SESSION_ENGINE = "people.session_store"
SESSION_COOKIE_AGE = int(QIFLOW_SESSION_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "qiflow.errors.form_expired"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
if _PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers refuse a `__Host-` cookie that another host or a plain connection tries to plant.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if QIFLOW_BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
else:
    # Cookies are shared by all ports of a host, and two demonstrations may run side by side.
    SESSION_COOKIE_NAME = f"sessionid-{os.environ.get('PORT') or '8000'}"
    CSRF_COOKIE_NAME = f"csrftoken-{os.environ.get('PORT') or '8000'}"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Passwords: slow hashes for people, quick ones for thousands of test users.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if _TEST
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
#: For Django's own commands; the service asks `people.passwords`, which says the same.
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
]

LOGGING_CONFIG = "qiflow.logs.configure"
LOGGING = logs.settings(level=os.environ.get("QIFLOW_LOG_LEVEL", "INFO"))
