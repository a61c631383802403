"""Labels: a supplier's free words on a customer, to search, filter and choose by (SPEC.md 1, C8)."""

from collections.abc import Iterable

AT_MOST, LONGEST = 20, 40
# What a list of labels is written with; a label has none of them.
_SEPARATORS = ",;\n\r\t\x00"


def labels_in(text: str) -> list[str]:
    """Return the labels of a line such as "patio, 12 taps", each once in whatever letter case."""
    for separator in _SEPARATORS:
        text = text.replace(separator, ",")
    return each_once(" ".join(label.split()) for label in text.split(","))


def each_once(labels: Iterable[str]) -> list[str]:
    """Return labels in their order, the first spelling of each, none empty."""
    found: dict[str, str] = {}
    for label in labels:
        if label:
            found.setdefault(label.casefold(), label)
    return list(found.values())


def spelled_as(labels: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return labels in the spelling that others have already: "VIP" where somebody types "vip"."""
    spelling = {label.casefold(): label for label in known}
    return each_once(spelling.get(label.casefold(), label) for label in labels)


def added_to(kept: Iterable[str], labels: Iterable[str]) -> list[str]:
    """Return the labels that are there with these added."""
    return each_once([*kept, *labels])


def without(kept: Iterable[str], labels: Iterable[str]) -> list[str]:
    """Return the labels that are there without these."""
    gone = {label.casefold() for label in labels}
    return [label for label in kept if label.casefold() not in gone]
