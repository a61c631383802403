"""Why an invitation or a request cannot be made or used; each is a plain page with the next step (SPEC.md N1)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invitations.enums import DeadEnd
from wholesale.errors import DomainError, InvalidTransition, StaleVersion
from wholesale.mail.enums import SuppressionReason


class NotRegistered(DomainError):
    """The customer has no people of its own yet, or the relation has ended: there is nobody to put a buyer before."""

    code = "not_registered"

    def __init__(self) -> None:
        super().__init__(_("This retailer has not registered with you: invite the address instead."))


class AlreadyProposed(DomainError):
    """The same person waits for the retailer's answer."""

    code = "already_proposed"

    def __init__(self) -> None:
        super().__init__(_("This person is proposed already, and the retailer has not answered."))


class NoOwnEntry(DomainError):
    """The company is not in the directory, so a supplier would not see who asks."""

    code = "no_own_entry"

    def __init__(self) -> None:
        super().__init__(_("Put your company into the directory first: suppliers see there who asks."))


class AnotherAsks(InvalidTransition):
    """Somebody else asks for the retailer's entry, which nobody has claimed; inviting would give it to them."""

    def __init__(self) -> None:
        super().__init__(_("Somebody asks for access as this retailer. Decide on that request first."))


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
            _("This address is invited already, for %(name)s. Resend that invitation, or withdraw it first.")
            % {"name": name}
        )


class WordingRefused(DomainError):
    """A supplier's words hold marks that we could not fill in; `fields` says which, by field."""

    code = "wording_refused"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = fields


class NoSuchSupplier(DomainError):
    """The company cannot be asked: it sells nothing here, or not to this one."""

    code = "no_such_supplier"

    def __init__(self) -> None:
        super().__init__(_("This supplier takes no requests."))


class AlreadyAsked(DomainError):
    """A request of this company waits for the supplier's answer."""

    code = "already_asked"

    def __init__(self) -> None:
        super().__init__(
            _("Your company has asked already. You get a mail as soon as the supplier has decided.")
        )


class AlreadyConnected(DomainError):
    """The company is the supplier's customer."""

    code = "already_connected"

    def __init__(self) -> None:
        super().__init__(_("Your company is a customer of this supplier already."))


class InvitedAlready(DomainError):
    """The supplier has asked this company: it accepts instead."""

    code = "invited_already"

    def __init__(self) -> None:
        super().__init__(
            _("This supplier has invited your company. Accept the invitation: nobody has to decide.")
        )


class AddressRefused(DomainError):
    """The address gets no more mail: it bounced for good, or its reader has complained."""

    code = "address_refused"

    def __init__(self, email: str, reason: SuppressionReason) -> None:
        super().__init__(_REFUSALS[reason] % {"email": email})


_REFUSALS: dict[SuppressionReason, Promise] = {
    SuppressionReason.BOUNCED: _(
        "Mail to %(email)s came back before, so nothing is sent there. Enter another address."
    ),
    SuppressionReason.COMPLAINED: _(
        "Whoever reads %(email)s wants no mail from Cratebook. Enter another address, or call."
    ),
}


_MESSAGES: dict[DeadEnd, Promise] = {
    DeadEnd.UNKNOWN: _("This link leads to no invitation."),
    DeadEnd.EXPIRED: _("This invitation has expired."),
    DeadEnd.REVOKED: _("This invitation was withdrawn."),
    DeadEnd.USED: _("This invitation has been accepted already."),
    DeadEnd.WRONG_PERSON: _("This invitation was sent to somebody else."),
    DeadEnd.NOT_A_MEMBER: _("This company has an account already, and you are not one of its buyers."),
    DeadEnd.ALREADY_CUSTOMER: _("This company can order from this supplier already."),
    DeadEnd.ENDED: _("The supplier has closed this account since."),
    DeadEnd.NOT_NOW: _("This invitation cannot be accepted now."),
}


_STATUS = {DeadEnd.WRONG_PERSON: 403, DeadEnd.NOT_A_MEMBER: 403, DeadEnd.NOT_NOW: 409}


class InvitationUnusable(DomainError):
    """The invitation cannot be accepted by whoever asks; `dead_end` says why. Nothing was written."""

    status = 410

    def __init__(self, dead_end: DeadEnd) -> None:
        super().__init__(_MESSAGES[dead_end])
        self.dead_end = dead_end
        self.code = f"invitation_{dead_end.value}"
        self.status = _STATUS.get(dead_end, 410)


class MemberAlready(DomainError):
    """Whoever says that a company is theirs belongs to it."""

    code = "member_already"

    def __init__(self, name: str) -> None:
        super().__init__(_("You belong to %(name)s already.") % {"name": name})


class LinkReplaced(DomainError):
    """Somebody has replaced the invite link since it was read."""

    code = "link_replaced"

    def __init__(self) -> None:
        super().__init__(_("The link has been replaced meanwhile. Here is the one in use now."))


class TagChangedMeanwhile(StaleVersion):
    """Somebody else changed this tag first; `current` is what is written now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this tag while you were typing. Nothing of yours is lost."))
        self.current = current


class CompanyBuysAlready(DomainError):
    """The company that a person chose is known to this supplier as a retailer of its own."""

    code = "company_buys_already"

    def __init__(self, company: str, supplier: str) -> None:
        super().__init__(
            _(
                "%(supplier)s has %(company)s on its list as a retailer already, so this cannot become the same one."
                " Ask %(supplier)s to invite %(company)s itself, or accept as a company of its own."
            )
            % {"company": company, "supplier": supplier}
        )


class ClaimRefused(DomainError):
    """A company cannot be handed over, or a decision not undone; the message says what stands in the way."""

    code = "claim_refused"
