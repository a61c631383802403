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


class GuestDoorClosed(DomainError):
    """Nobody comes in as this distributor's guest, or not by this link; `reason` is one of GuestDoor.reason."""

    code = "guest_door_closed"
    status = 410

    def __init__(self, reason: str, *, distributor: str = "", supplier: str = "") -> None:
        super().__init__(_CLOSED[reason] % {"distributor": distributor, "supplier": supplier})
        self.reason = reason


_CLOSED = {
    "unknown": _("This link leads nowhere. It may be cut short: copy all of it, or ask for it again."),
    "off": _("%(supplier)s takes no requests by this link at the moment. Ask your contact there."),
    "replaced": _("%(supplier)s has replaced this link. Ask your contact there for the new one."),
    "ended": _("%(supplier)s no longer lets people of %(distributor)s in as guests. Ask your contact there."),
    "own_account": _("%(distributor)s has an account of its own: its admins let its people in there."),
}


class AlreadyGuest(DomainError):
    """The person works there as a guest."""

    code = "already_guest"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has access already.") % {"name": name})


class WorksForSupplier(DomainError):
    """Whoever asks as a guest is one of the supplier's own people."""

    code = "works_for_supplier"

    def __init__(self, name: str) -> None:
        message = _("You work at %(name)s yourself: this link is for the distributor’s people.")
        super().__init__(message % {"name": name})


class AlreadyAsked(DomainError):
    """The person's request waits for an answer."""

    code = "already_asked"

    def __init__(self, name: str) -> None:
        super().__init__(_("Your request waits for an answer of %(name)s.") % {"name": name})


class GuestLinkReplaced(DomainError):
    """Another link is in use by now than the one that was seen."""

    code = "link_replaced"

    def __init__(self) -> None:
        super().__init__(_("Somebody else has replaced this link meanwhile. You see the one in use."))


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


class ProposalStands(DomainError):
    """The same has been proposed, and nobody has answered yet."""

    code = "proposal_stands"

    def __init__(self, name: str) -> None:
        super().__init__(_("A proposal waits for an answer already: %(name)s.") % {"name": name})


class NothingProposed(DomainError):
    """What is proposed is what is agreed."""

    code = "nothing_proposed"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("That is what is agreed already."))


class NowhereToSend(DomainError):
    """An external distributor's orders go to it by mail, and no address is known."""

    code = "nowhere_to_send"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("Say which address its orders are mailed to."))


class ConnectionRefused(DomainError):
    """The two companies cannot be joined as they are."""

    code = "connection_refused"
