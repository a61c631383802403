"""Addresses of guests: the supplier's pages of them, and the way in for whoever holds the link."""

from django.urls import path

from wholesale.organizations.views import asking, guest_links, guest_requests, guests

_PEOPLE = "<slug:organization>/selling/distributors/<uuid:agreement_id>/people/"
_LINK = f"{_PEOPLE}link/"
_REQUEST = f"{_PEOPLE}requests/<uuid:guest_request>/"
_INVITED = f"{_PEOPLE}invitations/<uuid:invitation_id>/"
urlpatterns = [
    path("join/guest/", asking.guest_asking, name="guest_asking"),
    path("join/guest/requests/", asking.guest_requests, name="guest_requests"),
    path("join/guest/<str:token>/", asking.guest_open, name="guest_open"),
    path(_PEOPLE, guests.guest_list, name="guest_list"),
    path(f"{_PEOPLE}invitation/", guests.guest_invitation_create, name="guest_invitation_create"),
    path(f"{_INVITED}sending/", guests.guest_invitation_sending, name="guest_invitation_sending"),
    path(f"{_INVITED}revocation/", guests.guest_invitation_revocation, name="guest_invitation_revocation"),
    path(f"{_PEOPLE}<uuid:guest_id>/access/", guests.guest_update, name="guest_update"),
    path(f"{_PEOPLE}<uuid:guest_id>/withdrawal/", guests.guest_withdrawal, name="guest_withdrawal"),
    path(_LINK, guest_links.guest_link_create, name="guest_link_create"),
    path(f"{_LINK}closing/", guest_links.guest_link_closing, name="guest_link_closing"),
    path(f"{_LINK}opening/", guest_links.guest_link_opening, name="guest_link_opening"),
    path(f"{_LINK}replacement/", guest_links.guest_link_replacement, name="guest_link_replacement"),
    path(_REQUEST, guest_requests.guest_request, name="guest_request"),
    path(f"{_REQUEST}approval/", guest_requests.guest_request_approval, name="guest_request_approval"),
    path(f"{_REQUEST}refusal/", guest_requests.guest_request_refusal, name="guest_request_refusal"),
]
