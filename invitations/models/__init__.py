"""Rows of invitations: each subject has a file."""

from invitations.models.claims import ApartCustomer, ClaimCase
from invitations.models.finding import Findability
from invitations.models.invitations import Invitation
from invitations.models.links import InviteLink, InviteTag
from invitations.models.proposals import BuyerProposal
from invitations.models.requests import AccessRequest
from invitations.models.settings import InvitationSettings
from invitations.models.tours import CustomerTour
from invitations.models.visits import Visit
from invitations.models.wording import MailWording

__all__ = [
    "AccessRequest",
    "ApartCustomer",
    "BuyerProposal",
    "ClaimCase",
    "CustomerTour",
    "Findability",
    "Invitation",
    "InvitationSettings",
    "InviteLink",
    "InviteTag",
    "MailWording",
    "Visit",
]
