"""The files of a mail: named in its row, made when it leaves from what is stored then (DATA.md 00).

So a queue holds no copies, and no transaction of a change waits for a document. What is made of which name stands in
MAKERS, for the parts that make it lie above.
"""

from collections.abc import Callable, Iterable
from typing import Protocol
from uuid import UUID

from django.utils.module_loading import import_string

# By the name before the colon: called with the company that wrote the mail, the id after the colon and the reader's
# language. It enters a context and a transaction of its own.
MAKERS = {"order": "orders.documents.mailing.files_of_order"}


class Attachment(Protocol):
    """A file with its name and kind ("application/pdf")."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> bytes: ...


Maker = Callable[[UUID | None, UUID, str], Iterable[Attachment]]


def attachments_of(attaches: str, *, organization_id: UUID | None, language: str) -> list[Attachment]:
    """Return the files that a mail names ("order:<id>"); none where it names nothing."""
    if not attaches:
        return []
    what, _, key = attaches.partition(":")
    maker: Maker = import_string(MAKERS[what])
    return list(maker(organization_id, UUID(key), language))
