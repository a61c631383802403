"""Cards of a side's home: pieces that other parts serve, loaded after the page."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from wholesale.ui import parts
from wholesale.ui.context import resolved


@dataclass(frozen=True)
class Card:
    """A card, ready to load."""

    label: Promise
    url: str


def cards_of(acting: Any) -> list[Card]:
    """Return the cards of this side's home that exist and that this person may see."""
    place = {"organization": acting.organization.slug, "side": acting.side}
    return [
        Card(part.label, url)
        for part in parts.HOME_CARDS[acting.side]
        if (not part.permission or acting.may(part.permission))
        and (url := resolved((part.url_name,), **place))
    ]
