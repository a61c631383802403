"""What is read of people, as the app role."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists
from django.db.models.expressions import Combinable
from django.http import Http404

from wholesale.accounts.models import User

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def language_of(email: str) -> str:
    """Return the language of whoever has this address, or nothing."""
    return User.objects.filter(email=email.lower()).values_list("language", flat=True).first() or ""


def has_proven_email(person: User) -> bool:
    """Tell whether the person has ever shown that their address is theirs."""
    return bool(EmailAddress.objects.filter(user=person, verified=True).exists())


def session_of(person: User, session_id: int) -> UserSession:
    """Return one of this person's sessions; 404 for anybody else's."""
    try:
        return UserSession.objects.get(user=person, pk=session_id)
    except UserSession.DoesNotExist as error:
        raise Http404 from error


def lock_person_of(email: str) -> User:
    """Lock the row of whoever has this address until the transaction ends."""
    return User.objects.select_for_update().get(email=email)


def has_second_factor(person: User) -> bool:
    """Tell whether a second step is asked of this person at sign-in."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists())


def with_second_factor(person: User | Combinable) -> Exists:
    """Tell, as an annotation, whether a second step is asked of a person, or of each row's.

    Args:
        person: one person, or an OuterRef to a column that names one.
    """
    return Exists(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS))
