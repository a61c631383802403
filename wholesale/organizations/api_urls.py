"""Addresses of the endpoints of companies."""

from typing import Any

from django.urls import URLPattern, path

from wholesale.organizations import converters  # noqa: F401
from wholesale.organizations.api import agreements, changes, company, guest_links, guests, step_limits

_ANY = "<slug:organization>/<side:side>/"
_ONE = "agreements/<uuid:agreement_id>/"
_SELLING = f"<slug:organization>/selling/{_ONE}"
_DELIVERING = f"<slug:organization>/delivering/{_ONE}"


def _ending_in(before: str, nouns: tuple[str, ...], view: Any, name: str) -> list[URLPattern]:
    """Return the addresses that end in one of a few nouns, which the view is told."""
    return [path(f"{before}{noun}/", view.as_view(), {"noun": noun}, f"{name}_{noun}") for noun in nouns]


MOVES = ("acceptance", "refusal", "withdrawal", "ending")
app_name = "organizations_api"
urlpatterns = [
    path("<slug:organization>/selling/step-limits/", step_limits.StepLimitsApi.as_view(), name="step_limits"),
    path("me/", company.TokenApi.as_view(), name="token"),
    path(f"{_ANY}me/", company.MeApi.as_view(), name="me"),
    path(f"{_ANY}agreements/", agreements.AgreementsApi.as_view(), name="agreements"),
    path(f"{_ANY}{_ONE}", agreements.AgreementApi.as_view(), name="agreement"),
    *_ending_in(f"{_ANY}{_ONE}", MOVES, agreements.AgreementMoveApi, "agreement"),
    path(f"{_SELLING}steps/", agreements.AgreementStepsApi.as_view(), name="agreement_steps"),
    path(f"{_SELLING}mode/", agreements.AgreementModeApi.as_view(), name="agreement_mode"),
    *_ending_in(
        f"{_ANY}{_ONE}switches/<switch:switch>/",
        ("grant", "withdrawal", "request"),
        changes.SwitchApi,
        "switch",
    ),
    path(f"{_DELIVERING}step-proposals/", changes.StepProposalsApi.as_view(), name="step_proposals"),
    *_ending_in(
        f"{_ANY}{_ONE}step-proposals/<uuid:step_proposal>/",
        ("acceptance", "refusal", "withdrawal"),
        changes.StepProposalAnswerApi,
        "step_proposal",
    ),
    path(
        f"{_SELLING}account-invitation/",
        changes.AccountInvitationApi.as_view(),
        name="account_invitation",
    ),
    path(f"{_SELLING}connection/", changes.ConnectionApi.as_view(), name="connection"),
    path("<slug:organization>/delivering/connections/", changes.ConnectionsApi.as_view(), name="connections"),
    *_ending_in(
        "<slug:organization>/delivering/connections/<uuid:connection_id>/",
        ("acceptance", "refusal"),
        changes.ConnectionAnswerApi,
        "connection",
    ),
    path(f"{_SELLING}guests/", guests.GuestsApi.as_view(), name="guests"),
    path(f"{_SELLING}guests/<uuid:guest_id>/", guests.GuestApi.as_view(), name="guest"),
    path(
        f"{_SELLING}guests/<uuid:guest_id>/withdrawal/",
        guests.GuestWithdrawalApi.as_view(),
        name="guest_withdrawal",
    ),
    path(f"{_SELLING}guest-invitations/", guests.GuestInvitationsApi.as_view(), name="guest_invitations"),
    *_ending_in(
        f"{_SELLING}guest-invitations/<uuid:invitation_id>/",
        ("sending", "revocation"),
        guests.GuestInvitationApi,
        "guest_invitation",
    ),
    path(f"{_SELLING}guest-link/", guest_links.GuestLinkApi.as_view(), name="guest_link"),
    path(f"{_SELLING}guest-link/making/", guest_links.GuestLinkMakingApi.as_view(), name="guest_link_making"),
    *_ending_in(
        f"{_SELLING}guest-link/",
        ("opening", "closing", "replacement"),
        guest_links.GuestLinkChangeApi,
        "guest_link",
    ),
    path(f"{_SELLING}guest-requests/", guests.GuestRequestsApi.as_view(), name="guest_requests"),
    path(
        f"{_SELLING}guest-requests/<uuid:guest_request>/approval/",
        guests.GuestRequestApprovalApi.as_view(),
        name="guest_request_approval",
    ),
    path(
        f"{_SELLING}guest-requests/<uuid:guest_request>/refusal/",
        guests.GuestRequestRefusalApi.as_view(),
        name="guest_request_refusal",
    ),
    path(f"{_ANY}members/", company.MembersApi.as_view(), name="members"),
]
