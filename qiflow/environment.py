"""What the environment says about this service, checked before anything is built on it."""

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Literal, cast
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from qiflow.instance import Refused, this_instance

Mode = Literal["production", "demonstration", "test"]
MODES = ("production", "demonstration", "test")
SHORTEST_KEY = 50  # characters
KNOWN_KEY = "known-to-everyone-and-so-for-demonstrations-and-tests-only-7Qm2"
OWNER_ROLE = "qiflow_owner"
SERVING_ROLE = "qiflow_app"
_NOWHERE = {
    "DATABASE_URL": "postgresql://qiflow@127.0.0.1:5432/qiflow",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def read_mode(environ: Mapping[str, str]) -> Mode:
    """How careful to be: `production`, `demonstration` (the default) or `test`.

    Raises:
        ImproperlyConfigured: any other word.
    """
    mode = environ.get("QIFLOW_ENV", "demonstration")
    if mode not in MODES:
        raise ImproperlyConfigured(f"QIFLOW_ENV must be one of {', '.join(MODES)}, not {mode!r}.")
    return cast("Mode", mode)


def read_secret_key(environ: Mapping[str, str], mode: Mode) -> str:
    """The key that signs sessions and links.

    Raises:
        ImproperlyConfigured: in production, when it is missing, short or known.
    """
    key = environ.get("QIFLOW_SECRET_KEY", "")
    if mode != "production":
        return key or KNOWN_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < 10 or KNOWN_KEY in key:
        raise ImproperlyConfigured(
            f"Set QIFLOW_SECRET_KEY to at least {SHORTEST_KEY} random characters of your own."
        )
    return key


def read_old_keys(environ: Mapping[str, str]) -> list[str]:
    """Keys taken out of service: they still open what they sealed or signed, and sign nothing."""
    return environ.get("QIFLOW_OLD_SECRET_KEYS", "").split()


def read_minutes(environ: Mapping[str, str], name: str, *, default: int) -> timedelta:
    """A span of whole minutes.

    Raises:
        ImproperlyConfigured: anything else than a number from 1 on.
    """
    given = environ.get(name) or str(default)
    if not given.isdecimal() or int(given) < 1:
        raise ImproperlyConfigured(f"{name} must be a number of minutes, not {given!r}.")
    return timedelta(minutes=int(given))


def read_networks(environ: Mapping[str, str], name: str) -> list[IPv4Network | IPv6Network]:
    """Networks such as `10.1.0.0/16`, with spaces between them.

    Raises:
        ImproperlyConfigured: one of them is none.
    """
    try:
        return [ip_network(given) for given in environ.get(name, "").split()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from None


def read_hosts(environ: Mapping[str, str], mode: Mode) -> list[str]:
    """The host names that this service answers to.

    Raises:
        ImproperlyConfigured: in production, when none or a wildcard is named.
    """
    named = [name.strip() for name in environ.get("QIFLOW_HOSTS", "").split(",") if name.strip()]
    if mode != "production":
        return ["localhost", "127.0.0.1", "[::1]", *named]
    if not named or "*" in named:
        raise ImproperlyConfigured("Set QIFLOW_HOSTS to the names of this service, with commas.")
    return named


def read_address(environ: Mapping[str, str], mode: Mode, name: str) -> str:
    """The URL of PostgreSQL or Redis: given, or that of the service running from this checkout.

    Raises:
        ImproperlyConfigured: in production, when it is not given.
    """
    if given := environ.get(name):
        return given
    if mode == "production":
        raise ImproperlyConfigured(f"Set {name}.")
    try:
        running = this_instance(environ).read_addresses()
    except Refused as refusal:
        raise ImproperlyConfigured(str(refusal)) from None
    return running.get(name, _NOWHERE[name])


def read_public_url(environ: Mapping[str, str], mode: Mode, hosts: list[str]) -> str:
    """Where readers of messages find this service, without a slash at the end.

    Raises:
        ImproperlyConfigured: it is no address of the web.
    """
    port = environ.get("PORT") or "8000"
    usual = f"https://{hosts[0]}" if mode == "production" else f"http://localhost:{port}"
    url = environ.get("QIFLOW_PUBLIC_URL") or usual
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
        raise ImproperlyConfigured("QIFLOW_PUBLIC_URL must be like https://qiflow.example.org.")
    return url.rstrip("/")


#: How a mail server is spoken to: in the open, with STARTTLS, or in TLS from the beginning.
_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def read_mail_server(environ: Mapping[str, str]) -> dict[str, Any]:
    """The mail server as Django's SMTP backend takes it; empty where nothing is to be mailed.

    Raises:
        ImproperlyConfigured: the address cannot be read.
    """
    url = environ.get("QIFLOW_SMTP_URL", "")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "QIFLOW_SMTP_URL must be like smtp+tls://user:password@mail.example.org:587."
        )
    return {
        "host": parts.hostname,
        "port": parts.port or _MAIL_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
    }


def read_mail_sender(environ: Mapping[str, str], public_url: str) -> str:
    """From whom messages come."""
    return environ.get("QIFLOW_MAIL_FROM") or f"QIflow <no-reply@{urlsplit(public_url).hostname}>"


def read_megabytes(environ: Mapping[str, str], name: str, *, default: int) -> int:
    """A limit, given in megabytes, as bytes.

    Raises:
        ImproperlyConfigured: it is no whole number above 0.
    """
    text = environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} must be a number of megabytes, not {text!r}.")
    return int(text) * 1024 * 1024


def gives_unscanned(environ: Mapping[str, str], mode: Mode) -> bool:
    """Are files given out where no virus scanner is set up? In production only if it is said.

    Raises:
        ImproperlyConfigured: neither `yes` nor `no`.
    """
    said = environ.get("QIFLOW_GIVES_UNSCANNED", "").strip()
    said = said or ("no" if mode == "production" else "yes")
    if said not in ("yes", "no"):
        raise ImproperlyConfigured("QIFLOW_GIVES_UNSCANNED must be yes or no.")
    return said == "yes"


def file_storage(environ: Mapping[str, str], *, folder: str) -> dict[str, Any]:
    """Where files of people lie: a folder, or a bucket that speaks S3.

    `QIFLOW_FILES` is empty for the folder, or `s3://bucket/prefix?region=...&endpoint=...`. Who may
    open the bucket is for the environment to say, as AWS's own libraries read it.

    Raises:
        ImproperlyConfigured: any other address.
    """
    address = environ.get("QIFLOW_FILES", "").strip()
    if not address:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "base_url": None,  # no address leads to it
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or set(query) - {"region", "endpoint"}:
        raise ImproperlyConfigured(
            "QIFLOW_FILES must be s3://bucket/prefix?region=...&endpoint=..."
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "location": parts.path.strip("/"),
            "region_name": query.get("region"),
            "endpoint_url": query.get("endpoint"),
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }


#: A statement that a session has sent so often is prepared. With row-level security planning costs
#: more than the work: 0.6 ms of 0.8 for the facts of one project at a gate.
_PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database_settings(url: str, *, environ: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings for `url`, with every session in the role it should have.

    `QIFLOW_DB_ROLE=owner` is for commands that change the schema; everything else serves.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options: dict[str, Any] = {
        key: value for key, value in query.items() if key not in {"host", "port", "options"}
    }
    options["options"] = " ".join(
        [query.get("options", ""), *_session_options(environ)],
    ).strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": query.get("port") or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, **_PREPARED},
    }


def _session_options(environ: Mapping[str, str]) -> list[str]:
    if environ.get("QIFLOW_DB_ROLE") == "owner":
        # Migrations write rows for every organisation, past row-level security as the code does.
        return [f"-c role={OWNER_ROLE}", "-c qiflow.scope=all"]
    # A hung process must not hold row locks and the vacuum horizon for ever.
    options = [f"-c role={SERVING_ROLE}", "-c idle_in_transaction_session_timeout=60s"]
    if seconds := environ.get("QIFLOW_STATEMENT_SECONDS"):
        options.append(f"-c statement_timeout={int(seconds)}s")
    return options
