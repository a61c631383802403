"""The square that stands for a company, the circle for a person: initials and a colour."""

import zlib

COLOURS = 8


def initials_of(name: str) -> str:
    """Return the one or two letters that stand for a name: "NB" for Northgate Brewing."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[1][0] if len(words) > 1 else words[0][1:2])
    return letters.upper()


def colour_of(name: str) -> int:
    """Return which colour of the palette (1 to 8) belongs to a name, always the same one."""
    return zlib.crc32(name.encode()) % COLOURS + 1
