"""How likely two places are one, and why (SPEC.md C5, C7): one set of weights, one threshold.

Points are summed and compared with 0. What the sum begins with, and how much the names weigh, follows from how
the street lines meet (`_WEIGHTS`), because the same evidence says another thing beside another address:

- at one address a single rare word that both names have is enough, but nothing in common is another company:
  one closes, the next opens;
- at two addresses even the same name is another shop of the chain, unless the whole phone agrees too;
- without an address the names must share a rare word and not contradict each other.

A name is weighed by what it shares: the sum over the shared words, the rarest of them once more, and against them
the contradiction, that is a rare word on each side. Frequent words ("brewing", a parent company's name, a town) count
little because of Rarity, not because of a list.

How the numbers were found, and what was tried and lost: docs/decisions/0010-when-two-places-are-one.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from retailers.enums import DuplicateReason
from retailers.names import NameLikeness, Rarity, Weights, compare_names
from retailers.profiles import (
    PhoneMatch,
    Place,
    Profile,
    TownMatch,
    compare_phones,
    compare_towns,
    profile_of,
)
from retailers.streets import Meeting, meeting
from retailers.words import KINDS

SAME_FROM = 0.0  # points from which two places are called one
ASK_FROM = -4.7  # points from which a person is asked
_ENOUGH_SHARED = 2.5  # more shared words prove no more
_ENOUGH_EXTRA = 3.0
_RARE = 0.6
_LONE = 0.89  # so rare that two or three entries of a large directory have the word
_SIMILAR, _CONTRADICTED = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class _Weights:
    """What counts when street lines meet in one way; all in points."""

    base: float
    shared: float
    rarest: float
    contradiction: float
    whole_phone: float
    local_phone: float
    same_town: float = 1.1
    rare: float = 0.0  # on top of rarest, for what is above _RARE


_WEIGHTS = {
    Meeting.SAME: _Weights(-0.5, 0.8, 4.8, -2.5, 0.5, 2.5, same_town=0.0),
    Meeting.STREET: _Weights(-2.5, 1.9, 0.0, 0.0, 1.0, 1.3),
    Meeting.NEAR: _Weights(-4.3, 1.9, 0.0, 0.0, 1.0, 1.3),
    Meeting.NUMBER: _Weights(-0.8, 0.9, 1.5, -1.5, 1.0, 0.2),
    Meeting.APART: _Weights(-7.4, 0.8, 1.9, -3.2, 6.2, 1.7),
    Meeting.UNKNOWN: _Weights(-5.2, 1.0, 7.0, -5.0, 5.0, 3.5, rare=6.0),
}
_PHONE_SLIP, _OTHER_PHONE = 2.2, -1.1
_OTHER_TOWN = -2.3
_EXTRA = -0.3
_EQUAL_NAME = 0.5
_MOVED = 4.0  # two entries of one town alone have this name, of two words or more: the address is out of date


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two places look like one, and how strongly."""

    points: float
    reasons: tuple[DuplicateReason, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether the two are called one place; a person still decides before anything is merged."""
        return self.points >= SAME_FROM

    @property
    def is_likely(self) -> bool:
        """Tell whether a person should be asked: there is a reason, and little against it."""
        return bool(self.reasons) and self.points >= ASK_FROM


def likeness(one: Place, other: Place, rarity: Rarity | None = None) -> Likeness:
    """Compare two places by name, address, town and phone; mutual."""
    return compare(profile_of(one), profile_of(other), Weights(rarity or Rarity()))


def compare(one: Profile, other: Profile, weights: Weights) -> Likeness:
    """Compare two profiles; weights say how rare the words of their names are."""
    name = compare_names(one.words, other.words, weights)
    where, phone, town = (
        meeting(one.street, other.street),
        compare_phones(one.phone, other.phone),
        compare_towns(one, other),
    )
    points = _name_points(name, where) + _phone_points(phone, where) + _town_points(town, where)
    if where is Meeting.APART and town is TownMatch.SAME and name.is_equal and _is_lone(one.words, weights):
        points += _MOVED
    return Likeness(points, tuple(_reasons(one, other, name, (where, phone, town))))


def _name_points(name: NameLikeness, where: Meeting) -> float:
    weights = _WEIGHTS[where]
    points = weights.base + weights.shared * min(name.shared, _ENOUGH_SHARED)
    points += weights.rarest * name.rarest + weights.rare * max(0.0, name.rarest - _RARE)
    points += weights.contradiction * name.contradiction + _EXTRA * min(name.extra, _ENOUGH_EXTRA)
    return points + _EQUAL_NAME * name.is_equal


def _phone_points(phone: PhoneMatch, where: Meeting) -> float:
    match phone:
        case PhoneMatch.WHOLE:
            return _WEIGHTS[where].whole_phone
        case PhoneMatch.LOCAL:
            return _WEIGHTS[where].local_phone
        case PhoneMatch.SLIP:
            return _PHONE_SLIP
        case PhoneMatch.APART:
            return _OTHER_PHONE
        case _:
            return 0.0


def _town_points(town: TownMatch, where: Meeting) -> float:
    if town is TownMatch.UNKNOWN:
        return 0.0
    return _WEIGHTS[where].same_town if town is TownMatch.SAME else _OTHER_TOWN


def _is_lone(words: tuple[str, ...], weights: Weights) -> bool:
    telling = [weights[word] for word in words if word not in KINDS]
    return len(telling) > 1 and min(telling) >= _LONE


def _reasons(
    one: Profile, other: Profile, name: NameLikeness, met: tuple[Meeting, PhoneMatch, TownMatch]
) -> Iterator[DuplicateReason]:
    where, phone, town = met
    if phone in (PhoneMatch.WHOLE, PhoneMatch.LOCAL):
        yield DuplicateReason.SAME_PHONE
    if where is Meeting.SAME and one.street and other.street:
        exactly = one.street.letter == other.street.letter and town is not TownMatch.APART
        yield DuplicateReason.SAME_ADDRESS if exactly else DuplicateReason.SAME_STREET_NUMBER
    if name.rarest > _SIMILAR and name.contradiction <= _CONTRADICTED and town is not TownMatch.APART:
        yield DuplicateReason.SIMILAR_NAME
