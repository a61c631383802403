"""Keys of rows as pages send them back."""

from collections.abc import Iterable
from uuid import UUID


def keys_among(texts: Iterable[str]) -> list[UUID]:
    """Return the keys among what a page sent, in their order; what is no key is left out."""
    return [key for text in texts if (key := key_in(text))]


def key_in(text: str) -> UUID | None:
    """Return a key, or None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
