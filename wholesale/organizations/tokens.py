"""Secrets that travel in a link; the database keeps only their hash (DATA.md 5.1)."""

import hashlib
import secrets


def new_token() -> str:
    """Return 32 random bytes in letters that an address may carry."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
