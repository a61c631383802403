"""What a browser has shown without an account: the token of an invitation, or a code that only its reader got."""

from django.contrib.sessions.backends.base import SessionBase

OPENED = "invitation"  # key of the session: the hash of the token that was opened
PROVEN = "proven_email"  # key of the session: the address that a code has proven


def remember_proven(session: SessionBase, email: str) -> None:
    """Keep in the session that this address was proven; call it only once it was."""
    session[PROVEN] = email.strip().lower()


def proven_email(session: SessionBase) -> str:
    """Return the address that was proven in this session, or nothing."""
    return str(session.get(PROVEN, ""))
