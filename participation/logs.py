"""What the server writes of itself: on a screen a line as people read it, elsewhere one JSON object a line.

Of persons it holds nothing: no name, address, body, code or query; of an address the pattern, not what stood in it; of
an exception its kind and where it came from, not its message. Lines of one request carry its `request_id`.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]
IN_A_REQUEST = "django.request", "django.security"  # their messages hold the path as it was asked for


def impersonal(_logger: Any, _name: str, event: Event) -> Event:
    """Leave out what may speak of somebody."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["logger"] = record.name
        if record.name.startswith(IN_A_REQUEST):
            event["event"] = "answered with an error"
            event["status"] = getattr(record, "status_code", None)
    is_refusal = (event.get("status") or 500) < 500  # somebody was told no: nothing to mend
    if (exc_info := event.pop("exc_info", None)) and not is_refusal:
        problem = exc_info[1] if isinstance(exc_info, tuple) else sys.exc_info()[1]
        event["exception"] = [*frames_of(problem)]
    return event


def frames_of(problem: BaseException | None) -> list[str]:
    """Kind and place of an exception and of what caused it, the innermost place last."""
    found: list[str] = []
    while problem is not None:
        found.append(f"{type(problem).__module__}.{type(problem).__qualname__}")
        at = problem.__traceback__
        while at is not None:
            code = at.tb_frame.f_code
            found.append(f"{code.co_filename}:{at.tb_lineno} {code.co_name}")
            at = at.tb_next
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    return found


def logging_settings(style: str) -> dict[str, Any]:
    """Django's LOGGING. `style` is line or json."""
    as_json = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "processors": [
            impersonal,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.ExtraAdder(allow=["method", "route", "status", "ms"]),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"in_one_sentence": {"()": "participation.trouble.InOneSentence"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}, "json": as_json},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": style, "filters": ["in_one_sentence"]}
        },
        "loggers": {
            "participation.requests": {"level": "INFO" if style == "json" else "WARNING"},
            "django.request": {
                "level": "ERROR" if style == "json" else "WARNING"
            },  # the line of the request says it
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
