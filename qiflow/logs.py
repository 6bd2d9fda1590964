"""Logs: one JSON object a line on standard error, with ids and never with names."""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

#: What opens a thing for whoever holds it (`kernel.tokens`), wherever it stands in a line.
_TOKENS = re.compile(r"\b[0-9a-f]{32}-[0-9A-Za-z_-]{43}\b")


def _hide_tokens(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A log is read by people whom no link was meant for."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = _TOKENS.sub("[hidden]", value)
    return line


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    _hide_tokens,
]


def settings(*, level: str) -> dict[str, Any]:
    """Django's LOGGING: every logger, ours and the libraries', writes the same JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": {"level": level}, "dramatiq": {"level": "WARNING"}},
    }


def configure(config: dict[str, Any]) -> None:
    """Set up the standard library's logging and structlog on top of it."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
