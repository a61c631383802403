"""How many units a reader types into an address, to look at a price or a stock for so many."""

MOST_UNITS = 1_000_000


def units_typed(text: str, *, fewest: int) -> int:
    """Return for how many units is asked; what is no such number is the fewest that can be ordered."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_UNITS))
    units = int(text) if is_number else 0
    return units if 1 <= units <= MOST_UNITS else fewest
