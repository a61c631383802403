"""Addresses of a supplier's customers and of the directory."""

from django.urls import path

from retailers.views import (
    adding,
    bulk,
    buying,
    calendar,
    conditions,
    corrections,
    customers,
    feeds,
    groups,
    holds,
    listing,
    own_profile,
    schedules,
)

LIST = "<slug:organization>/selling/retailers/"
ONE = f"{LIST}<uuid:customer>/"
GROUPS = f"{LIST}groups/"
GROUP = f"{GROUPS}<uuid:group>/"

PROFILE = "<slug:organization>/buying/setup/profile/"
SHIP_TO = f"{PROFILE}ship-to/<uuid:ship_to>/"

SCHEDULE = "<slug:organization>/selling/setup/schedule/"
# One set of pages for each level at which days of service are set.
SCHEDULES = [
    each
    for root, name in (
        (f"{ONE}schedule/", "customer_schedule"),
        (f"{GROUP}schedule/", "group_schedule"),
        (SCHEDULE, "schedule"),
    )
    for each in (
        path(f"{root}lines/new/", schedules.line_create, name=f"{name}_line_create"),
        path(f"{root}lines/<uuid:line>/", schedules.line_update, name=f"{name}_line_update"),
        path(f"{root}lines/<uuid:line>/switch/", schedules.line_switch, name=f"{name}_line_switch"),
        path(f"{root}lines/<uuid:line>/removal/", schedules.line_removal, name=f"{name}_line_removal"),
        path(f"{root}own/", schedules.own_create, name=f"{name}_own_create"),
        path(f"{root}own/removal/", schedules.own_removal, name=f"{name}_own_removal"),
    )
]

app_name = "retailers"
urlpatterns = [
    # Before the platform's own sign-up, which knows no directory.
    path("companies/new/buying/", buying.company_create, name="company_create"),
    path("<slug:organization>/buying/setup/directory/", buying.own_entry, name="own_entry"),
    path("calendar/<str:secret>/deliveries.ics", feeds.calendar_file, name="calendar_file"),
    path("<slug:organization>/buying/setup/calendar/", feeds.feed, name="feed"),
    path("<slug:organization>/buying/setup/calendar/address/", feeds.feed_create, name="feed_create"),
    path("<slug:organization>/buying/setup/calendar/removal/", feeds.feed_removal, name="feed_removal"),
    path(
        "<slug:organization>/buying/setup/directory/corrections/<uuid:correction>/decision/",
        corrections.buying_decision,
        name="buying_decision",
    ),
    path(
        "<slug:organization>/buying/setup/directory/corrections/card/",
        corrections.buying_card,
        name="buying_correction_card",
    ),
    path(PROFILE, own_profile.profile, name="profile"),
    path(f"{PROFILE}contacts/<slug:supplier>/", own_profile.contact_update, name="contact_update"),
    path(f"{PROFILE}bill-to/", own_profile.bill_to_update, name="bill_to_update"),
    path(f"{PROFILE}bill-to/removal/", own_profile.bill_to_removal, name="bill_to_removal"),
    path(f"{PROFILE}ship-to/new/", own_profile.ship_to_create, name="ship_to_create"),
    path(SHIP_TO, own_profile.ship_to_update, name="ship_to_update"),
    path(f"{SHIP_TO}choice/", own_profile.ship_to_choice, name="ship_to_choice"),
    path(f"{SHIP_TO}removal/", own_profile.ship_to_removal, name="ship_to_removal"),
    path(LIST, listing.customer_list, name="customer_list"),
    path(f"{LIST}funnel/", listing.customer_funnel, name="customer_funnel"),
    path(f"{LIST}export/", listing.customer_export, name="customer_export"),
    path(f"{LIST}search/", adding.customer_search, name="customer_search"),
    path(f"{LIST}new/", adding.directory_create, name="directory_create"),
    path(f"{LIST}directory/<uuid:retailer>/", adding.customer_add, name="customer_add"),
    path(f"{LIST}bulk/<slug:verb>/", bulk.bulk_create, name="bulk_create"),
    path(f"{LIST}bulk/jobs/<uuid:bulk_job>/", bulk.bulk_job, name="bulk_job"),
    path(GROUPS, groups.group_list, name="group_list"),
    path(f"{GROUPS}new/", groups.group_create, name="group_create"),
    path(GROUP, groups.group_detail, name="group_detail"),
    path(f"{GROUP}details/", groups.group_update, name="group_update"),
    path(f"{GROUP}place/", groups.group_place, name="group_place"),
    path(f"{GROUP}deletion/", groups.group_deletion, name="group_deletion"),
    path(f"{GROUP}members/<uuid:customer>/removal/", groups.member_removal, name="member_removal"),
    path(f"{LIST}corrections/", corrections.correction_list, name="correction_list"),
    path(f"{LIST}corrections/card/", corrections.selling_card, name="selling_correction_card"),
    path(
        f"{LIST}corrections/<uuid:correction>/decision/",
        corrections.selling_decision,
        name="selling_decision",
    ),
    path(f"{ONE}correction/", corrections.correction_create, name="correction_create"),
    path(f"{ONE}correction/withdrawal/", corrections.withdrawal_create, name="withdrawal_create"),
    path(ONE, customers.customer_detail, name="customer_detail"),
    path(f"{ONE}details/", customers.customer_update, name="customer_update"),
    path(f"{ONE}entry/", customers.entry_update, name="entry_update"),
    path(f"{ONE}activity/", customers.customer_activity, name="customer_activity"),
    path(f"{ONE}activation/", customers.activation_create, name="activation_create"),
    path(f"{ONE}conditions/", conditions.conditions_update, name="conditions_update"),
    path(f"{ONE}hold/", holds.hold_create, name="hold_create"),
    path(f"{ONE}release/", holds.release_create, name="release_create"),
    path(f"{ONE}deactivation/", customers.deactivation_create, name="deactivation_create"),
    path(f"{ONE}ending/", customers.ending_create, name="ending_create"),
    path(f"{ONE}schedule/", schedules.schedule, name="customer_schedule"),
    path(f"{GROUP}schedule/", schedules.schedule, name="group_schedule"),
    path(SCHEDULE, calendar.schedule_update, name="schedule_update"),
    path(f"{SCHEDULE}export/", calendar.schedule_export, name="schedule_export"),
    path(f"{SCHEDULE}calendar/", calendar.calendar_update, name="calendar_update"),
    path(f"{SCHEDULE}days/", calendar.closed_day_create, name="closed_day_create"),
    path(f"{SCHEDULE}days/<slug:day>/removal/", calendar.closed_day_removal, name="closed_day_removal"),
    path(f"{SCHEDULE}days/<slug:day>/opening/", calendar.open_holiday_create, name="open_holiday_create"),
    *SCHEDULES,
]
