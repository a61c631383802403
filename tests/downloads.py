"""Files that pages answer with."""

from typing import Any


def content_of(answer: Any) -> bytes:
    """Return all of a file that is streamed."""
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)
