"""What a person decides about the screen, kept with the person."""

from django.db import transaction

from wholesale.accounts.models import User


@transaction.atomic
def set_language(*, person: User, language: str) -> None:
    """Show this person every page, mail and document in this language from now on."""
    User.objects.filter(pk=person.pk).update(language=language)
