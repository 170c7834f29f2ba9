"""How the app logs: one line a thing, JSON in production, never a private link's token and never local variables.

Not here: the level (LOG_LEVEL in the settings) and the timeline of cases, which is no log.
"""

from __future__ import annotations

import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"(?<=/)[A-Za-z0-9_\-]{20,}(?=[/?\s\"']|$)")
"""A part of an address long enough to be a secret; names of pages are shorter."""

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def without_tokens(text: str) -> str:
    """The text with every secret part of an address cut out."""
    return TOKEN.sub("…", text)


def cut_tokens(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Structlog's hook: every text value of the line passes through `without_tokens`."""
    return {key: without_tokens(value) if isinstance(value, str) else value for key, value in event.items()}


def configure(*, level: str, production: bool) -> dict[str, Any]:
    """Configures structlog and returns Django's LOGGING, so that both write the same kind of line."""
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
    # A traceback with local variables would carry customers' words into the log: the plain one is used everywhere.
    last: list[Processor] = (
        [
            structlog.processors.format_exc_info,
            cut_tokens,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if production
        else [
            cut_tokens,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
    }
