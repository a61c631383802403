"""What is known of a person who accepts an invitation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Who accepts without having an account; the address is the invitation's."""

    name: str
    password: str
    language: str
    time_zone: str = "UTC"
