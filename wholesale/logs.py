"""What the server writes of a request, without the secrets that stand in links (DATA.md 5.1)."""

import logging
import re
from typing import Any

SERVER_LOGS = ("gunicorn.access", "gunicorn.error")
# The address of every link that opens something for whoever holds it; tests/ compares them with the URLs.
_SECRET = re.compile(
    r"(/(?:join/(?:account|guest)|join|invitation|deliver)/|(?<!/setup)(?<!/schedule)/calendar/)[^/?#\s\"'<>]+"
)


class WithoutSecrets(logging.Filter):
    """Write a record down with its links' secrets crossed out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record; change its text where it names such a link."""
        text = record.getMessage()
        if text != (scrubbed := without_secrets(text)):
            record.msg, record.args = scrubbed, ()
        return True


def without_secrets(text: str) -> str:
    """Return a text with the secret of each link in it replaced by an ellipsis."""
    return _SECRET.sub(r"\1…", text)


def scrub_server_logs() -> None:
    """Cross secrets out of the web server's own logs, in the process that calls."""
    for name in SERVER_LOGS:
        logging.getLogger(name).addFilter(WithoutSecrets())


def logging_from(level: str) -> dict[str, Any]:
    """Return Django's setting: everything from this level on goes to the console, without secrets."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_secrets": {"()": "wholesale.logs.WithoutSecrets"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_secrets"]}},
        "root": {"handlers": ["console"], "level": level},
    }
