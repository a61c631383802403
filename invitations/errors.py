"""Why an invitation cannot be made or used; each is a plain page with the next step (SPEC.md N1)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invitations.enums import DeadEnd
from wholesale.errors import DomainError


class NoContactEmail(DomainError):
    """There is no address to send an invitation to."""

    code = "no_contact_email"

    def __init__(self) -> None:
        super().__init__(_("Enter the retailer's email first: the invitation goes there."))


class AlreadyInvited(DomainError):
    """The address has an invitation that is still waiting."""

    code = "already_invited"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("This address is invited already, for %(name)s. Resend that one.") % {"name": name}
        )


_MESSAGES: dict[DeadEnd, Promise] = {
    DeadEnd.UNKNOWN: _("This link leads to no invitation."),
    DeadEnd.EXPIRED: _("This invitation has expired."),
    DeadEnd.REVOKED: _("This invitation was withdrawn."),
    DeadEnd.USED: _("This invitation has been accepted already."),
    DeadEnd.WRONG_PERSON: _("This invitation was sent to somebody else."),
    DeadEnd.NOT_A_MEMBER: _("This company has an account already, and you are not one of its buyers."),
    DeadEnd.ALREADY_CUSTOMER: _("This company can order from this supplier already."),
}


class InvitationUnusable(DomainError):
    """The invitation cannot be accepted by whoever asks; `dead_end` says why. Nothing was written."""

    status = 410

    def __init__(self, dead_end: DeadEnd) -> None:
        super().__init__(_MESSAGES[dead_end])
        self.dead_end = dead_end
        self.code = f"invitation_{dead_end.value}"
        self.status = 403 if dead_end in (DeadEnd.WRONG_PERSON, DeadEnd.NOT_A_MEMBER) else 410
