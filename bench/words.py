"""What the bench's products are called, so that a search has something to find: each first word is one of twenty."""

ADJECTIVES = (
    "Amber", "Bitter", "Coastal", "Dusky", "Early", "Frosty", "Golden", "Hazy", "Ivory", "Juniper",
    "Kindled", "Lively", "Mellow", "Northern", "Oaken", "Pale", "Quiet", "Rustic", "Smoky", "Tidal",
)  # fmt: skip
STYLES = (
    "Ale", "Barleywine", "Cider", "Dubbel", "Export", "Festbier", "Gose", "Helles", "IPA", "Kolsch",
    "Lager", "Maerzen", "Nitro", "Oatmeal", "Pilsner", "Quadrupel", "Rauchbier", "Saison", "Stout", "Tripel",
    "Umber", "Vienna", "Weizen", "Yule", "Zwickel",
)  # fmt: skip


def _array(words: tuple[str, ...]) -> str:
    return "ARRAY['" + "','".join(words) + "']"


# SQL for the name of the product numbered n.
NAME = (
    f"({_array(ADJECTIVES)})[1 + n % {len(ADJECTIVES)}] || ' ' || ({_array(STYLES)})[1 + n % {len(STYLES)}]"
    " || ' ' || lpad(n::text, 5, '0')"
)


def searched(number: int) -> str:
    """Return what is typed into a search: a word, of every second one its first four letters."""
    word = ADJECTIVES[number % len(ADJECTIVES)].lower()
    return word[:4] if number % 2 else word
