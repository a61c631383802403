"""Companies, their people, and the agreements between suppliers and distributors."""

from wholesale.organizations.models.agreements import Agreement, AgreementStep
from wholesale.organizations.models.changes import AccountInvitation, ConnectionProposal, StepProposal
from wholesale.organizations.models.companies import Organization, hex_colour
from wholesale.organizations.models.guests import GuestLink, GuestRequest
from wholesale.organizations.models.people import MemberInvitation, Membership, Person
from wholesale.organizations.models.step_limits import StepLimits

__all__ = [
    "AccountInvitation",
    "Agreement",
    "AgreementStep",
    "ConnectionProposal",
    "GuestLink",
    "GuestRequest",
    "MemberInvitation",
    "Membership",
    "Organization",
    "Person",
    "StepLimits",
    "StepProposal",
    "hex_colour",
]
