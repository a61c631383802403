"""The six digits that prove a visitor's email, and how long, how often and by whom they may be typed (SPEC.md N6).

Pure: what the database keeps of a code, of the session that asked and of the place it asked from is made here. None of
the three can be turned back without the server's key: six digits alone fall in a million guesses (DATA.md 5.1).
"""

import ipaddress
import secrets
import unicodedata
from datetime import timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 6
TRIES = 5  # wrong or right; the sixth is refused whatever it says
CODE_LASTS = timedelta(minutes=10)
PROOF_LASTS = timedelta(hours=1)  # to type in the business, once the code was right
_PURPOSE = "invitations.visit"


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def typed_code(text: str) -> str:
    """Return the digits of what was typed or pasted, in any script and however it is spaced; "" if it is no code."""
    digits = [
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter
        for letter in text
        if not letter.isspace() and unicodedata.category(letter) not in ("Pd", "Cf")
    ]
    code = "".join(digits)
    return code if len(code) == DIGITS and code.isdecimal() else ""


def hash_of_code(visit_id: UUID, code: str) -> str:
    """Return what the database keeps of a code: an HMAC with the server's key over it and its row."""
    return _hmac("code", f"{visit_id}:{code}")


def is_code(visit_id: UUID, code: str, code_hash: str) -> bool:
    """Tell whether this is the row's code, in the same time wherever it differs."""
    return constant_time_compare(hash_of_code(visit_id, code), code_hash)


def new_holder() -> str:
    """Return a secret that a session keeps, so that a code works only where it was asked for."""
    return secrets.token_urlsafe(32)


def hash_of_holder(holder: str) -> str:
    """Return what the database keeps of the session that asked."""
    return _hmac("holder", holder)


def hash_of_place(address: str) -> str:
    """Return what the database keeps of the network an address is in: IPv4 as it is, of IPv6 the first 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return _hmac("place", "")
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return _hmac("place", str(found.ipv4_mapped))
        found = ipaddress.IPv6Network((found, 64), strict=False).network_address
    return _hmac("place", str(found))


def _hmac(what: str, value: str) -> str:
    return salted_hmac(f"{_PURPOSE}.{what}", value, algorithm="sha256").hexdigest()
