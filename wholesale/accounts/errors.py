"""What cannot be done with an account."""

from django.utils.translation import gettext_lazy as _

from wholesale.errors import DomainError


class EmailTaken(DomainError):
    """Somebody has an account with this address."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__(_("There is already an account with this email address. Sign in with it."))
