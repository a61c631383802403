"""What the database keeps only encrypted: a dump without SECRET_KEY gives no secret away (DATA.md 5.1)."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.signing import JSONSerializer


class SealedSessions:
    """Django's session serializer: allauth keeps the codes that it has mailed in the session, as they are."""

    def dumps(self, obj: Any) -> bytes:
        """Return a session as the database keeps it."""
        return seal(JSONSerializer().dumps(obj), purpose="session")

    def loads(self, data: bytes) -> Any:
        """Return the session that the database keeps; one that was sealed by another key is refused."""
        return JSONSerializer().loads(unseal(data, purpose="session"))


def seal(secret: bytes, *, purpose: str) -> bytes:
    """Return a secret encrypted under SECRET_KEY, for one purpose."""
    return _ciphers(purpose).encrypt(secret)


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Return what was sealed for this purpose, under SECRET_KEY or one of its fallbacks."""
    return _ciphers(purpose).decrypt(sealed)


def _ciphers(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(secret: str, purpose: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"{purpose}:{secret}".encode()).digest())
