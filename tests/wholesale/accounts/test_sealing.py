"""Whoever reads the database, and not SECRET_KEY, finds no code and no token in a session."""

import json
import zlib

import pytest
from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.signing import b64_decode
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from wholesale.accounts.sealing import seal, unseal
from wholesale.organizations.tokens import hash_of

TOKEN = "Zk3-the-token-of-a-colleague"


def dumped() -> str:
    """Return all that a dump shows of the sessions: signed and packed, as Django does, which needs no key."""
    return "".join(unpacked(session.session_data) for session in Session.objects.all())


def unpacked(data: str) -> str:
    packed = data.split(":", maxsplit=1)[0]
    plain = b64_decode(packed.lstrip(".").encode())
    return (zlib.decompress(plain) if packed.startswith(".") else plain).decode("latin-1")


@pytest.mark.parametrize("asks", ["signup", "login", "reset"])
def test_a_mailed_code_cannot_be_read_in_the_session(client, nora, code_for, asks):
    email = nora.email
    if asks == "signup":
        email = "new@example.com"
        form = {"name": "New", "email": email, "password1": "correct horse battery staple"}
        client.post(reverse("account_signup"), form)
    elif asks == "login":
        client.post(reverse("account_request_login_code"), {"email": email})
    else:
        client.post(reverse("account_reset_password"), {"email": email})

    assert code_for(email) in json.dumps(dict(client.session.items()))
    assert code_for(email) not in dumped()
    assert email not in dumped()


def test_a_colleague_s_link_leaves_only_its_hash_in_the_session(db):
    client = Client()
    client.get(reverse("organizations:joining_open", args=[TOKEN]))

    kept = json.dumps(dict(client.session.items()))
    assert TOKEN not in kept
    assert hash_of(TOKEN) in kept


def test_a_session_outlives_a_new_secret_key_while_the_old_one_is_a_fallback(db, settings):
    session = SessionStore()
    session["seen"] = True
    session.save()

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = get_random_string(50)
    assert SessionStore(session.session_key).get("seen")
    settings.SECRET_KEY_FALLBACKS = []
    assert SessionStore(session.session_key).get("seen") is None


def test_what_is_sealed_for_one_purpose_opens_for_no_other():
    assert unseal(seal(b"secret", purpose="session"), purpose="session") == b"secret"
    with pytest.raises(InvalidToken):
        unseal(seal(b"secret", purpose="session"), purpose="second factor")
