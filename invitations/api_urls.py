"""The API's addresses of invitations, below /api/v1/."""

from django.urls import path

from invitations.api import (
    branding,
    company,
    confirming,
    finding,
    invitations,
    links,
    proposals,
    reminders,
    requests,
    tags,
    testing,
    tours,
)

SELLING = "<slug:organization>/selling/"
BUYING = "<slug:organization>/buying/"
CUSTOMER = f"{SELLING}customers/<uuid:customer>/"
SET_UP = f"{CUSTOMER}set-up/"
LINK = f"{SELLING}invite-link/"
TAGS = f"{LINK}tags/"
TAG = f"{TAGS}<uuid:tag>/"

app_name = "invitations-api"
urlpatterns = [
    path(f"{SELLING}branding/", branding.BrandingApi.as_view(), name="branding"),
    path(f"{SELLING}branding/logo/", branding.LogoApi.as_view(), name="logo"),
    path(f"{SELLING}branding/wording/<slug:language>/", branding.WordingApi.as_view(), name="wording"),
    path(
        f"{SELLING}branding/wording/<slug:language>/preview/",
        branding.WordingPreviewApi.as_view(),
        name="wording_preview",
    ),
    path(
        f"{SELLING}branding/wording/<slug:language>/test/",
        branding.WordingTestApi.as_view(),
        name="wording_test",
    ),
    path(f"{SELLING}requests/", requests.RequestsApi.as_view(), name="requests"),
    path(
        f"{SELLING}customers/<uuid:customer>/requests/<uuid:access_request>/approval/",
        requests.RequestApprovalApi.as_view(),
        name="approval",
    ),
    path(
        f"{SELLING}customers/<uuid:customer>/requests/<uuid:access_request>/rejection/",
        requests.RequestRejectionApi.as_view(),
        name="rejection",
    ),
    path(f"{SELLING}confirmations/", confirming.ConfirmationsApi.as_view(), name="confirmations"),
    path(f"{CUSTOMER}confirmation/", confirming.ConfirmationApi.as_view(), name="confirmation"),
    path(f"{SELLING}set-ups/", tours.SetUpsApi.as_view(), name="set_ups"),
    path(SET_UP, tours.SetUpApi.as_view(), name="set_up"),
    path(f"{SET_UP}start/", tours.SetUpStartApi.as_view(), name="set_up_start"),
    path(f"{SET_UP}leaving/", tours.SetUpLeavingApi.as_view(), name="set_up_leaving"),
    path(f"{SET_UP}confirmation/", tours.SetUpConfirmationApi.as_view(), name="set_up_confirmation"),
    path(f"{SET_UP}finish/", tours.SetUpFinishApi.as_view(), name="set_up_finish"),
    path(f"{BUYING}invitations/", company.OwnInvitationsApi.as_view(), name="own_invitations"),
    path(
        f"{BUYING}invitations/<slug:supplier>/acceptance/",
        company.OwnInvitationAcceptanceApi.as_view(),
        name="own_invitation_acceptance",
    ),
    path(f"{SELLING}test-customers/", testing.TestCustomersApi.as_view(), name="test_customers"),
    path(
        f"{SELLING}test-customers/<uuid:customer>/", testing.TestCustomerApi.as_view(), name="test_customer"
    ),
    path(LINK, links.InviteLinkApi.as_view(), name="link"),
    path(f"{LINK}opening/", links.InviteLinkOpeningApi.as_view(), name="link_opening"),
    path(f"{LINK}closing/", links.InviteLinkClosingApi.as_view(), name="link_closing"),
    path(f"{LINK}replacement/", links.InviteLinkReplacementApi.as_view(), name="link_replacement"),
    path(f"{LINK}code/", links.InviteLinkCodeApi.as_view(), name="link_code"),
    path(TAGS, tags.InviteTagsApi.as_view(), name="tags"),
    path(TAG, tags.InviteTagApi.as_view(), name="tag"),
    path(f"{TAG}archiving/", tags.InviteTagArchivingApi.as_view(), name="tag_archiving"),
    path(f"{TAG}restoring/", tags.InviteTagRestoringApi.as_view(), name="tag_restoring"),
    path(f"{TAG}code/", tags.InviteTagCodeApi.as_view(), name="tag_code"),
    path(
        f"{SELLING}customers/<uuid:customer>/invitations/",
        invitations.InvitationsApi.as_view(),
        name="invitations",
    ),
    path(f"{SELLING}invitations/", invitations.AllInvitationsApi.as_view(), name="all_invitations"),
    path(f"{SELLING}invitations/reminders/", reminders.RemindersApi.as_view(), name="reminders"),
    path(
        f"{SELLING}invitations/<uuid:invitation>/sending/",
        invitations.InvitationSendingApi.as_view(),
        name="sending",
    ),
    path(
        f"{SELLING}invitations/<uuid:invitation>/revocation/",
        invitations.InvitationRevocationApi.as_view(),
        name="revocation",
    ),
    path(
        f"{SELLING}customers/<uuid:customer>/buyer-proposals/",
        proposals.BuyerProposalsApi.as_view(),
        name="buyer_proposals",
    ),
    path(
        f"{SELLING}buyer-proposals/<uuid:proposal>/withdrawal/",
        proposals.BuyerProposalWithdrawalApi.as_view(),
        name="buyer_proposal_withdrawal",
    ),
    path(f"{BUYING}suppliers/finding/", finding.SuppliersFoundApi.as_view(), name="suppliers_found"),
    path(f"{BUYING}access-requests/", finding.AccessRequestsApi.as_view(), name="access_requests"),
    path(
        f"{BUYING}access-requests/<uuid:access_request>/withdrawal/",
        finding.AccessRequestWithdrawalApi.as_view(),
        name="access_request_withdrawal",
    ),
    path(f"{SELLING}findability/", finding.FindabilityApi.as_view(), name="findability"),
    path(f"{BUYING}buyer-proposals/", proposals.ProposedBuyersApi.as_view(), name="proposed_buyers"),
    path(
        f"{BUYING}buyer-proposals/<uuid:proposal>/acceptance/",
        proposals.ProposedBuyerAcceptanceApi.as_view(),
        name="proposed_buyer_acceptance",
    ),
    path(
        f"{BUYING}buyer-proposals/<uuid:proposal>/refusal/",
        proposals.ProposedBuyerRefusalApi.as_view(),
        name="proposed_buyer_refusal",
    ),
]
