"""People come, change what is written of them, and are signed out. Runs as the app role or as staff."""

from uuid import UUID

from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from wholesale.accounts import queries
from wholesale.accounts.errors import EmailTaken
from wholesale.accounts.models import User


@transaction.atomic
def register_person(
    *, email: str, name: str, password: str | None = None, language: str = "en", time_zone: str = "UTC"
) -> User:
    """Write down a person who has proven this address, by a code or a token that only it received.

    Without a password they sign in by emailed code. An account that somebody opened with the address, but
    never proved, becomes theirs.

    Raises: EmailTaken; then nothing is written.
    """
    email = email.strip().lower()
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email, password, name=name, language=language, time_zone=time_zone
            )
    except IntegrityError:
        person = queries.lock_person_of(email)
        if queries.has_proven_email(person):
            raise EmailTaken from None
        person.set_password(password)
        person.name, person.language, person.time_zone = name, language, time_zone
        person.save(update_fields=["password", "name", "language", "time_zone"])
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person


@transaction.atomic
def forget_unproven_password(*, person: User) -> None:
    """Drop the password of an account whose address was proven by a sign-in code only now.

    Whoever set it may not be who reads the mail.
    """
    person.set_unusable_password()
    person.save(update_fields=["password"])


@transaction.atomic
def change_profile(*, person: User, name: str, language: str, time_zone: str) -> User:
    """Change how a person is called, and in which language and time zone pages and mails speak to them."""
    person.name, person.language, person.time_zone = name, language, time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    return person


@transaction.atomic
def sign_in(*, request: HttpRequest, person: User) -> None:
    """Sign in on this device a person who has just proven themselves by other means than allauth's pages."""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)


@transaction.atomic
def sign_in_by_code(*, request: HttpRequest, email: str, next_url: str) -> HttpResponse | None:
    """Sign in whoever has an address that a code has just proven; None if nobody has it.

    As allauth's own sign-in by code does from here on: a password that was set before the address was proven is
    dropped, a second factor is asked for where there is one, and a closed account stays closed. The answer leads there.

    Args:
        next_url: where to go once signed in.
    Source: P1.
    """
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        return None
    record_authentication(request, person, method="code", email=person.email)
    verify_email_indirectly(request, person, person.email)
    person.refresh_from_db()
    answer: HttpResponse = perform_login(
        request, Login(user=person, redirect_url=next_url, email=person.email)
    )
    return answer


@transaction.atomic
def end_session(*, session: UserSession) -> None:
    """Sign one device out."""
    session.end()


@transaction.atomic
def end_sessions(*, person_id: UUID) -> None:
    """Sign a person out on every device, at once."""
    User.objects.filter(pk=person_id).update(session_version=F("session_version") + 1)
    UserSession.objects.filter(user_id=person_id).delete()
