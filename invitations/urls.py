"""Addresses of invitations."""

from django.urls import path

from invitations.views import (
    accepting,
    asking,
    branding,
    business,
    claiming,
    company,
    confirming,
    dead_ends,
    deciding,
    finding,
    links,
    overview,
    own_requests,
    proposals,
    sending,
    tags,
    testing,
    tours,
)

CUSTOMER = "<slug:organization>/selling/retailers/<uuid:customer>/"
ONE = f"{CUSTOMER}invitations/"
ALL = "<slug:organization>/selling/retailers/invitations/"
TESTS = "<slug:organization>/selling/retailers/tests/"
REQUEST = "<slug:organization>/selling/retailers/<uuid:customer>/request/"

PROPOSALS = "<slug:organization>/buying/setup/people/proposals/"
LINK = "<slug:organization>/selling/setup/invite/"
TAG = f"{LINK}tags/<uuid:tag>/"
BRANDING = "<slug:organization>/selling/setup/branding/"
SUPPLIERS = "<slug:organization>/buying/suppliers/"
ASK = "ask/<slug:link>/"  # printed on posters: it never changes
BUYING = "<slug:organization>/buying/invitations/"
TOUR = "<slug:organization>/selling/retailers/<uuid:customer>/set-up/"

app_name = "invitations"
urlpatterns = [
    path("invitation/", accepting.invitation, name="invitation"),
    path("invitation/acceptance/", accepting.acceptance_create, name="acceptance_create"),
    path("invitation/company/", accepting.own_company_create, name="own_company_create"),
    path("invitation/registration/", accepting.registration_create, name="registration_create"),
    path("invitation/asking/", dead_ends.asking_create, name="asking_create"),
    path("invitation/asked/", dead_ends.asked, name="asked"),
    path("invitation/signing-out/", dead_ends.signing_out_create, name="signing_out_create"),
    path("invitation/claims/sent/", claiming.claim_sent, name="claim_sent"),
    path("invitation/claims/<uuid:retailer>/", claiming.claim_case, name="claim_case"),
    path("invitation/example/", branding.invitation_example, name="invitation_example"),
    path("invitation/<str:token>/", accepting.invitation_open, name="invitation_open"),
    path(ALL, overview.invitation_list, name="invitation_list"),
    path(f"{ALL}reminders/", overview.reminders_update, name="reminders_update"),
    path(ASK, asking.ask, name="ask"),
    path(f"{ASK}<slug:tag>/", asking.ask, name="ask_tagged"),
    path(f"{ASK}visits/<uuid:visit>/", asking.visit_code, name="visit_code"),
    path(f"{ASK}visits/<uuid:visit>/sending/", asking.visit_sending, name="visit_sending"),
    path(f"{ASK}visits/<uuid:visit>/business/", business.visit_business, name="visit_business"),
    path(f"{ASK}visits/business/", business.own_business, name="own_business"),
    path(f"{ASK}visits/sent/", business.visit_sent, name="visit_sent"),
    path("requests/", own_requests.own_requests, name="own_requests"),
    path("requests/<uuid:request_id>/withdrawal/", own_requests.withdrawal_create, name="own_withdrawal"),
    path("requests/<uuid:request_id>/again/", own_requests.own_request_again, name="own_request_again"),
    path(TESTS, testing.test_customer_list, name="test_customer_list"),
    path(f"{TESTS}<uuid:customer>/removal/", testing.test_customer_removal, name="test_customer_removal"),
    path("<slug:organization>/selling/retailers/requests/", deciding.request_list, name="request_list"),
    path("<slug:organization>/selling/retailers/requests/card/", deciding.request_card, name="request_card"),
    path(REQUEST, deciding.customer_request, name="customer_request"),
    path(f"{REQUEST}<uuid:access_request>/approval/", deciding.request_approval, name="request_approval"),
    path(f"{REQUEST}<uuid:access_request>/rejection/", deciding.request_rejection, name="request_rejection"),
    path(BRANDING, branding.branding, name="branding"),
    path(f"{BRANDING}logo/", branding.logo_create, name="logo_create"),
    path(f"{BRANDING}logo/removal/", branding.logo_removal, name="logo_removal"),
    path(f"{BRANDING}<slug:language>/", branding.branding, name="branding_in"),
    path(f"{BRANDING}<slug:language>/preview/", branding.branding_preview, name="branding_preview"),
    path(
        f"{BRANDING}<slug:language>/preview/body/",
        branding.branding_preview_body,
        name="branding_preview_body",
    ),
    path(f"{BRANDING}<slug:language>/test/", branding.branding_test, name="branding_test"),
    path(f"{CUSTOMER}same/", confirming.customer_confirmation, name="customer_confirmation"),
    path(ONE, sending.customer_invitations, name="customer_invitations"),
    path(f"{ONE}invitation/", sending.invitation_create, name="invitation_create"),
    path(f"{ONE}<uuid:invitation>/sending/", sending.invitation_sending, name="invitation_sending"),
    path(f"{ONE}<uuid:invitation>/revocation/", sending.invitation_revocation, name="invitation_revocation"),
    path(f"{ONE}buyer/", proposals.buyer_proposal_create, name="buyer_proposal_create"),
    path(
        f"{ONE}buyer/<uuid:proposal>/withdrawal/",
        proposals.buyer_proposal_withdrawal,
        name="buyer_proposal_withdrawal",
    ),
    path(PROPOSALS, proposals.buyer_proposal_list, name="buyer_proposal_list"),
    path(f"{PROPOSALS}card/", proposals.buyer_proposal_card, name="buyer_proposal_card"),
    path(
        f"{PROPOSALS}<uuid:proposal>/decision/",
        proposals.buyer_proposal_decision,
        name="buyer_proposal_decision",
    ),
    path(LINK, links.invite_link, name="invite_link"),
    path(f"{LINK}opening/", links.link_opening, name="link_opening"),
    path(f"{LINK}closing/", links.link_closing, name="link_closing"),
    path(f"{LINK}replacement/", links.link_replacement, name="link_replacement"),
    path(f"{LINK}code.png", links.link_code, {"kind": "png"}, name="link_png"),
    path(f"{LINK}code.svg", links.link_code, {"kind": "svg"}, name="link_svg"),
    path(TAG, tags.invite_tag, name="invite_tag"),
    path(f"{TAG}archiving/", tags.tag_archiving, name="tag_archiving"),
    path(f"{TAG}restoring/", tags.tag_restoring, name="tag_restoring"),
    path(f"{TAG}code.png", links.tag_code, {"kind": "png"}, name="tag_png"),
    path(f"{TAG}code.svg", links.tag_code, {"kind": "svg"}, name="tag_svg"),
    path("<slug:organization>/selling/retailers/set-up/", tours.tour_list, name="tour_list"),
    path("<slug:organization>/selling/retailers/set-up/card/", tours.tour_card, name="tour_card"),
    path(TOUR, tours.tour, name="tour"),
    path(f"{TOUR}start/", tours.tour_start, name="tour_start"),
    path(f"{TOUR}leaving/", tours.tour_leaving, name="tour_leaving"),
    path(f"{TOUR}confirmation/", tours.tour_confirmation, name="tour_confirmation"),
    path(f"{TOUR}finish/", tours.tour_finish, name="tour_finish"),
    path(f"{SUPPLIERS}find/", finding.supplier_search, name="supplier_search"),
    path(f"{SUPPLIERS}<slug:supplier>/request/", finding.supplier_request, name="supplier_request"),
    path(
        f"{SUPPLIERS}<slug:supplier>/request/withdrawal/",
        finding.supplier_request_withdrawal,
        name="supplier_request_withdrawal",
    ),
    path("<slug:organization>/selling/setup/finding/", finding.finding_update, name="finding_update"),
    path(BUYING, company.company_invitation_list, name="company_invitation_list"),
    path(f"{BUYING}<slug:supplier>/acceptance/", company.company_acceptance, name="company_acceptance"),
]
