"""Invented people and the addresses they are written to: always under example.com."""

import json
import unicodedata
from functools import cache
from random import Random

from django.utils.text import slugify

from demo.sources import DATA


@cache
def _words(part: str, language: str) -> list[str]:
    names: dict[str, dict[str, str]] = json.loads((DATA / "names.json").read_text("utf-8"))
    return names[part][language].split()


class Names:
    """Hands out names, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.given = rng, set[str]()

    def invent(self, language: str) -> str:
        """Return a first and a last name that nobody has yet."""
        while True:
            name = f"{self.rng.choice(_words('first', language))} {self.rng.choice(_words('last', language))}"
            if name not in self.given:
                self.given.add(name)
                return name


def email_of(name: str, slug: str) -> str:
    """Return the address of a person at a company."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{'.'.join(slugify(part) for part in plain.split())}@{slug}.example.com"


def office_of(slug: str) -> str:
    """Return the address of a company itself."""
    return f"office@{slug}.example.com"
