"""A street line taken apart: its house numbers, what the street is called, its side of town (SPEC.md C2)."""

import re
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from retailers.words import FILLERS, STREET_KINDS, plain, words_of

_ALIKE = 84  # of 100: how near two spellings of one street must be
_NEIGHBOURS = 12  # house numbers apart that one building may have
_SIDES = frozenset(["n", "s", "e", "w", "ne", "nw", "se", "sw"])
_TURNED = {"n": "s", "s": "n", "e": "w", "w": "e"}

# What stands behind the street: the unit, the floor, the mall, the next corner.
_UNIT = re.compile(
    r"[#(@;\n].*|\b(?:suite|ste|apt|apartment|unit|local|loc|rm|room|bureau|floor|flr|etage|bldg|building|dept|lot"
    r"|space|m\.?c)\b\.?\s*(?:no\.?\s*)?#?\w*\d.*|\b(?:suite|local|bureau|floor|etage)\b.*"
    r"|\b(?:\d+(?:st|nd|rd|th|e|er)?|first|second|third|ground|main|lower|upper)\s+(?:floor|fl|flr|etage|level)\b.*"
    r"|(?<=[a-z.])\s+(?:n?\d+[a-z]?|[a-z]\d+)\s*$",
    re.DOTALL,
)
_UNIT_NUMBER = re.compile(r"[a-z]*-?\d[\w.-]*")
_CORNER = re.compile(r"\s(?:at|between|btwn|bet|near|corner|opposite|off|angle|entre|coin)\s.*", re.DOTALL)
_HOUSE = re.compile(r"^\W*(?:no\.?\s*)?(\d+)(?:-?([a-z])(?![a-z.']))?(?:\s*[-/&+]\s*(\d+))?(?=[\s,.]|$)")
_HOUSE_BEHIND = re.compile(r"\s(\d+)\s*([a-z](?![a-z.']))?(?:\s*[-/]\s*(\d+))?\s*$")
_TOWN_BEHIND = re.compile(r",.*", re.DOTALL)


class Meeting(Enum):
    """How two street lines stand to each other."""

    UNKNOWN = "one is not known"
    SAME = "same number of the same street"
    STREET = "same street, a number is not known"
    NEAR = "same street, a number beside it or with one slip, or another unit of the house"
    NUMBER = "same number of another street"
    APART = "another place"


@dataclass(frozen=True, slots=True)
class Street:
    """What of a street line is compared.

    House numbers from low to high, the street's words, its side of town, the letter and the unit of the house; then
    the words as one and those with digits, which are asked for often.
    """

    low: int
    high: int
    words: frozenset[str]
    sides: frozenset[str]
    letter: str
    unit: str
    joined: str
    numbers: frozenset[str]


def street_of(line: str) -> Street | None:
    """Return a street line taken apart, without unit, floor and cross street; None if it says nothing."""
    text = plain(line).strip()
    unit = _UNIT.search(text)
    text = _CORNER.sub("", _UNIT.sub("", text)) or text
    low, high, letter, rest = _house_numbers(text)
    words = [word for word in words_of(_TOWN_BEHIND.sub("", rest.strip(" ,")) or rest) if word not in FILLERS]
    sides = frozenset(word for word in words if word in _SIDES)
    named = frozenset(word for word in words if word not in STREET_KINDS and word not in _SIDES)
    named = named or frozenset(words_of(rest))
    behind = "".join(_UNIT_NUMBER.findall(unit[0])[-1:]) if unit else ""
    if not named and not low:
        return None
    numbers = frozenset(word for word in named if word[0].isdigit())
    return Street(low, high, named, sides, letter, behind, "".join(sorted(named)), numbers)


def _house_numbers(text: str) -> tuple[int, int, str, str]:
    if match := _HOUSE.search(text):
        rest = text[match.end() :]
    elif match := _HOUSE_BEHIND.search(text):
        rest = text[: match.start()]
    else:
        return 0, 0, "", text
    low = int(match[1][:9])
    high = _range_end(match[1], match[3]) if match[3] else low
    return low, max(low, high), match[2] or "", rest


def _range_end(low: str, high: str) -> int:
    """Return where a range ends: 1333-45 is 1333 to 1345."""
    end = int((low[: -len(high)] + high if len(high) < len(low) else high)[:9])
    return end if int(low) <= end <= int(low) + 200 else int(low)


def meeting(one: Street | None, other: Street | None) -> Meeting:
    """Say how two street lines stand to each other; mutual."""
    if one is None or other is None:
        return Meeting.UNKNOWN
    numbered = bool(one.low and other.low)
    touching = numbered and one.low <= other.high and other.low <= one.high
    if not _same_street(one, other):
        return Meeting.NUMBER if touching else Meeting.APART
    if touching and not _opposite(one, other):
        return Meeting.NEAR if one.unit and other.unit and one.unit != other.unit else Meeting.SAME
    if not numbered:
        return Meeting.STREET
    return Meeting.NEAR if not touching and _beside(one, other) else Meeting.APART


def _same_street(one: Street, other: Street) -> bool:
    mine, theirs = one.words, other.words
    if mine == theirs:
        return True
    if one.numbers != other.numbers:
        return False
    return mine <= theirs or theirs <= mine or fuzz.ratio(one.joined, other.joined) >= _ALIKE


def _opposite(one: Street, other: Street) -> bool:
    """Tell whether one is north and the other south: two places in a town that counts from its middle."""
    return any(_TURNED.get(side) in other.sides and side not in other.sides for side in one.sides)


def _beside(one: Street, other: Street) -> bool:
    apart = min(abs(one.low - other.high), abs(other.low - one.high))
    if apart <= _NEIGHBOURS and (one.low - other.low) % 2 == 0:  # odd and even face each other
        return True
    mine, theirs = str(one.low), str(other.low)
    return len(mine) >= 3 and len(theirs) >= 3 and OSA.distance(mine, theirs) == 1
