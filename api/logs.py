"""Logs as JSON lines with an allow-list of fields; everything else is dropped, not masked."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_ALLOWED = frozenset(
    {"event", "level", "timestamp", "logger", "method", "route", "status", "ms", "error"}
)


def configure(level: str = "info") -> None:
    """Send structlog and the standard library's logging to standard error in one shape.

    `level` is a name of the standard library's; an unknown one counts as `info`.
    """
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_Quiet()], force=True)
    logging.captureWarnings(True)


def _only_allowed(
    logger: Any,  # noqa: ARG001  (structlog passes three)
    method: str,  # noqa: ARG001
    event: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    return {key: value for key, value in event.items() if key in _ALLOWED}


class _Quiet(logging.Handler):
    """Other libraries' records: where they come from and how grave they are, never their text."""

    def emit(self, record: logging.LogRecord) -> None:
        """One JSON line: the logger and the kind of error, if any; no message, no trace."""
        kind = record.exc_info[0] if record.exc_info else None
        structlog.get_logger("library").log(
            record.levelno,
            "library record",
            logger=record.name,
            error=kind.__name__ if kind else None,
        )
