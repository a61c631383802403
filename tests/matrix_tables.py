"""Tables beside those of the matrix, and what is odd about some of its own."""

SHARED = {
    "accounts_user", "accounts_user_groups", "accounts_user_user_permissions", "account_emailaddress",
    "account_emailconfirmation", "auth_group", "auth_group_permissions", "auth_permission", "django_admin_log",
    "django_content_type", "django_migrations", "django_session", "mfa_authenticator", "usersessions_usersession",
}  # fmt: skip
# Tables whose own key is not `id`.
KEY = {
    "organizations_person": "user_id",
    "retailers_directoryentry": "retailer_id",
    "mail_suppression": "email",
}
# What to write where the key is not granted.
TOUCHED = {
    "organizations_stepproposal": "state",
    "organizations_accountinvitation": "revoked_at",
    "organizations_connectionproposal": "state",
    "organizations_agreement": "version",
    "organizations_organization": "name",
    "api_apitoken": "revoked_at",
    "api_idempotentrequest": "status",
    "mail_outboundemail": "state",
    "mail_deliveryreport": "applied_at",
    "organizations_memberinvitation": "organization_id",
    "organizations_guestlink": "is_on",
    "organizations_guestrequest": "state",
    "retailers_customerevent": "customer_id",
    "retailers_shiptoaddress": "is_default",
    "invitations_accessrequest": "customer_id",
    "invitations_invitation": "customer_id",
    "invitations_invitelink": "is_on",
    "invitations_invitetag": "name",
    "invitations_buyerproposal": "state",
    "invitations_findability": "is_findable",
    "orders_order": "customer_id",
}
