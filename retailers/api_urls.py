"""The API's addresses of the directory and of customers, below /api/v1/."""

from django.urls import path

from retailers.api import (
    bulk,
    conditions,
    corrections,
    customers,
    directory,
    groups,
    holds,
    many,
    profiles,
    schedules,
    standing,
)

SELLING = "<slug:organization>/selling/"
BUYING = "<slug:organization>/buying/"

ONE = f"{SELLING}customers/<uuid:customer>/"

app_name = "retailers-api"
urlpatterns = [
    path(f"{SELLING}directory/", directory.DirectoryApi.as_view(), name="directory"),
    path(f"{SELLING}customers/", customers.CustomersApi.as_view(), name="customers"),
    path(
        f"{SELLING}customers/distributor/",
        many.DistributorAssignmentApi.as_view(),
        name="distributor_assignment",
    ),
    path(f"{SELLING}customers/export/", customers.CustomerExportApi.as_view(), name="customer_export"),
    path(
        f"{SELLING}customers/<uuid:customer>/conditions/",
        conditions.ConditionsApi.as_view(),
        name="conditions",
    ),
    path(f"{SELLING}customers/<uuid:customer>/hold/", holds.HoldApi.as_view(), name="hold"),
    path(f"{SELLING}customers/bulk/", bulk.BulkJobsApi.as_view(), name="bulk_jobs"),
    path(f"{SELLING}customers/bulk/<uuid:bulk_job>/", bulk.BulkJobApi.as_view(), name="bulk_job"),
    path(f"{SELLING}groups/", groups.GroupsApi.as_view(), name="groups"),
    path(f"{SELLING}groups/<uuid:group>/", groups.GroupApi.as_view(), name="group"),
    path(f"{SELLING}groups/<uuid:group>/deletion/", groups.GroupDeletionApi.as_view(), name="group_deletion"),
    path(f"{SELLING}groups/<uuid:group>/place/", groups.GroupPlaceApi.as_view(), name="group_place"),
    path(f"{SELLING}customers/<uuid:customer>/", customers.CustomerApi.as_view(), name="customer"),
    path(f"{ONE}activation/", standing.ActivationApi.as_view(), name="customer_activation"),
    path(f"{ONE}deactivation/", standing.DeactivationApi.as_view(), name="customer_deactivation"),
    path(f"{ONE}ending/", standing.EndingApi.as_view(), name="customer_ending"),
    path(
        f"{SELLING}customers/<uuid:customer>/profile/",
        profiles.CustomerProfileApi.as_view(),
        name="customer_profile",
    ),
    path(
        f"{SELLING}customers/<uuid:customer>/correction/",
        corrections.CustomerCorrectionApi.as_view(),
        name="customer_correction",
    ),
    path(f"{SELLING}corrections/", corrections.CorrectionsApi.as_view(), name="corrections"),
    path(
        f"{SELLING}corrections/<uuid:correction>/decision/",
        corrections.DecisionApi.as_view(),
        name="correction_decision",
    ),
    path(f"{BUYING}corrections/", corrections.OwnCorrectionsApi.as_view(), name="own_corrections"),
    path(
        f"{BUYING}corrections/<uuid:correction>/decision/",
        corrections.OwnDecisionApi.as_view(),
        name="own_correction_decision",
    ),
    path(f"{BUYING}contacts/", profiles.ContactsApi.as_view(), name="contacts"),
    path(f"{BUYING}contacts/<slug:supplier>/", profiles.ContactApi.as_view(), name="contact"),
    path(f"{BUYING}bill-to/", profiles.BillToApi.as_view(), name="bill_to"),
    path(f"{BUYING}ship-to/", profiles.ShipTosApi.as_view(), name="ship_tos"),
    path(f"{BUYING}ship-to/<uuid:ship_to>/", profiles.ShipToApi.as_view(), name="ship_to"),
    path(
        f"{BUYING}ship-to/<uuid:ship_to>/choice/", profiles.ShipToChoiceApi.as_view(), name="ship_to_choice"
    ),
    path(f"{SELLING}schedule/", schedules.DefaultScheduleApi.as_view(), name="schedule"),
    path(f"{SELLING}delivery-calendar/", schedules.DeliveryCalendarApi.as_view(), name="delivery_calendar"),
    path(
        f"{SELLING}groups/<uuid:group>/schedule/",
        schedules.GroupScheduleApi.as_view(),
        name="group_schedule",
    ),
    path(
        f"{SELLING}customers/<uuid:customer>/schedule/",
        schedules.CustomerScheduleApi.as_view(),
        name="customer_schedule",
    ),
    path(
        f"{SELLING}customers/<uuid:customer>/deliveries/",
        schedules.CustomerDeliveriesApi.as_view(),
        name="customer_deliveries",
    ),
    path(
        f"{BUYING}suppliers/<slug:supplier>/deliveries/",
        schedules.SupplierDeliveriesApi.as_view(),
        name="deliveries",
    ),
]
