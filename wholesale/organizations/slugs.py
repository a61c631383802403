"""The word that stands for a company in addresses."""

import itertools
from collections.abc import Iterator

from django.utils.text import slugify

MAX_LENGTH = 60
_ENDING = 10  # room for the number of the next company of the same name
# First words of addresses that are, or may become, the platform's own. A test compares them with urls.py.
# Not a validator of the field: adding a word must not make a migration, nor break a company that has it.
RESERVED = frozenset(
    """
    about account accounts admin agreements anymail api app ask assets auth availability billing blog brand
    buying calendar cart carts catalog catalogs chat companies company connect contact cookies cratebook
    customers dashboard deliver delivering design dev developers directory distributors docs download email
    enterprise error errors events export exports faq favicon feed feeds files forgot forum health healthz
    help home hooks i18n ics images img import imports inbox info internal invitation invitations invite
    invoices join js jsi18n legal link links livez login logout mail mailbox mailboxes media metrics mfa new
    news oauth order orders organization organizations partners password people ping preferences press
    pricing privacy product products profile public readyz receipts register reports request requests
    retailers robots root routes schema search seat seats security selling service services session sessions
    settings setup shop shops sign-in sign-up signin signout signup sitemap sso staff start startupz static
    status stock store stores styles suppliers support system team terms test today token tokens tour
    transfers unsubscribe upload uploads user users verify visit webhook webhooks well-known who www
    """.split()  # noqa: SIM905 - a literal would take a line for each
)


def stem_of(name: str) -> str:
    """Return what every slug of a company of this name begins with."""
    return slugify(name)[: MAX_LENGTH - _ENDING].strip("-") or "company"


def candidates(name: str) -> Iterator[str]:
    """Return slugs for a company of this name, the nicest first, without end; none is reserved."""
    stem = stem_of(name)
    if stem not in RESERVED:
        yield stem
    for number in itertools.count(2):
        yield f"{stem}-{number}"


def free_slug(name: str, taken: set[str]) -> str:
    """Return the nicest slug for a company of this name that is neither reserved nor taken."""
    return next(slug for slug in candidates(name) if slug not in taken)
