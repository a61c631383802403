"""What cannot be done with a company and its people."""

from django.utils.translation import gettext_lazy as _

from wholesale.errors import DomainError


class HatWornAlready(DomainError):
    """The company does this already."""

    code = "hat_worn_already"

    def __init__(self) -> None:
        super().__init__(_("Your company does this already; you find it in the switcher at the top."))


class RoleUnknownHere(DomainError):
    """The role belongs to a hat that the company does not wear."""

    code = "role_unknown_here"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Your company has no such role."))


class AlreadyMember(DomainError):
    """The address belongs to a colleague."""

    code = "already_member"

    def __init__(self, email: str) -> None:
        super().__init__(_("%(email)s belongs to somebody who is here already.") % {"email": email})


class AlreadyInvited(DomainError):
    """An invitation to this address is still open."""

    code = "already_invited"

    def __init__(self, email: str) -> None:
        message = _("%(email)s has been invited already. You can send that invitation again from the list.")
        super().__init__(message % {"email": email})


class LastAdmin(DomainError):
    """Without this admin nobody could run the company."""

    code = "last_admin"

    def __init__(self) -> None:
        super().__init__(_("This is the last admin. Make somebody else an admin first."))


class InvitationClosed(DomainError):
    """The invitation was accepted, revoked, has expired, or never was."""

    code = "invitation_closed"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("This invitation is no longer open. Ask whoever invited you to send a new one."))


class InvitedSomebodyElse(DomainError):
    """The invitation went to another address than that of whoever is signed in."""

    code = "invited_somebody_else"
    status = 403

    def __init__(self, *, invited: str, signed_in: str) -> None:
        message = _("The invitation went to %(invited)s, but you are signed in as %(signed_in)s.")
        super().__init__(message % {"invited": invited, "signed_in": signed_in})


class AgreementStands(DomainError):
    """The two have an agreement, or one has been proposed."""

    code = "agreement_stands"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is an agreement with %(name)s already.") % {"name": name})


class NotAParty(DomainError):
    """The company does not sell, or does not deliver, or is known to another supplier alone."""

    code = "not_a_party"
    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s cannot be connected this way.") % {"name": name})
