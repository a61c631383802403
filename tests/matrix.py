"""What each role must see and may do, written by hand, and the probe that compares the database with it.

The second opinion on every model's `Access`: a change there that is not repeated here fails. MAY holds
the verbs, READS and WRITES which rows; the row matrix and the policy mutations of test_isolation.py ask both.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests import matrix_rules as rules
from tests import matrix_showing as showing
from tests.matrix_rules import Row, Rows, Rule
from wholesale.tenancy.contexts import Context
from wholesale.tenancy.roles import ACTING, Role

VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
ROLES = [role.value for role in (*ACTING, Role.APP)]
MAY: dict[str, dict[str, str]] = {
    "organizations_organization": {
        "app": "SIU", "supplier": "SU", "distributor": "SU", "guest": "S", "link": "S", "retailer": "SU",
        "sender": "S", "staff": "SIU",
    },
    "organizations_membership": {
        "app": "SIUD", "supplier": "SIUD", "distributor": "SIUD", "retailer": "SIUD", "staff": "SIUD",
    },
    "organizations_memberinvitation": {
        "supplier": "SIU", "distributor": "SIU", "retailer": "SIU", "staff": "SU",
    },
    "organizations_guestlink": {"supplier": "SIU"},
    "organizations_guestrequest": {"supplier": "SIU"},
    "organizations_person": {"app": "S", "supplier": "S", "distributor": "S", "retailer": "S", "staff": "S"},
    "organizations_agreement": {"supplier": "SIU", "distributor": "SIU", "guest": "SU", "staff": "S"},
    "organizations_agreementstep": {"supplier": "SIU", "distributor": "SI", "guest": "S", "staff": "S"},
    "organizations_steplimits": {"supplier": "SIU"},
    "organizations_stepproposal": {"supplier": "SU", "distributor": "SIU", "guest": "SIU"},
    "organizations_accountinvitation": {"supplier": "SIU"},
    "organizations_connectionproposal": {"supplier": "SIU", "distributor": "SU"},
    "audit_auditentry": {
        "app": "I", "supplier": "SI", "distributor": "SI", "guest": "I", "retailer": "SI", "staff": "SI",
    },
    "api_apitoken": {
        "app": "SUD", "supplier": "SIUD", "distributor": "SIUD", "retailer": "SIUD", "staff": "SU",
    },
    "api_idempotentrequest": {
        "app": "SD", "supplier": "SIU", "distributor": "SIU", "guest": "SIU", "retailer": "SIU",
    },
    "mail_outboundemail": {
        "app": "I", "public": "I", "supplier": "SI", "distributor": "I", "guest": "I", "link": "I", "retailer": "I",
        "sender": "SU", "staff": "SU",
    },
    "mail_suppression": {"sender": "SI", "staff": "SID"},
    "mail_deliveryreport": {"public": "I", "sender": "SUD", "staff": "S"},
    "mail_mailboxmessage": {"app": "SD", "sender": "I"},
    "mail_mailboxfile": {"app": "SD", "sender": "I"},
    "sheets_sheetimport": {"app": "S", "supplier": "SIUD"},
    "sheets_sheetfile": {"supplier": "SID"},
    "sheets_sheetrow": {"supplier": "SIUD"},
    "invitations_mailwording": {"supplier": "SIU"},
    "files_picture": {"app": "S", "supplier": "SID"},
    "tenancy_periodicrun": {"app": "SID"},
    "retailers_directoryentry": {"app": "SIU", "supplier": "SU", "retailer": "SU", "staff": "SIUD"},
    "retailers_directoryemail": {"app": "SID", "retailer": "SID", "staff": "SIUD"},
    "retailers_customer": {"supplier": "SIU", "retailer": "S", "staff": "SIUD"},
    "retailers_customerprivate": {"supplier": "SIU", "staff": "SIUD"},
    "retailers_customercontact": {"supplier": "SI", "retailer": "SU", "staff": "SIUD"},
    "retailers_customerevent": {"supplier": "SI", "staff": "SIU"},
    "retailers_customerword": {"supplier": "S"},
    "retailers_customerbounce": {"supplier": "SD", "staff": "SIUD"},
    "retailers_bulkjob": {"app": "S", "supplier": "SIUD"},
    "retailers_bulkitem": {"supplier": "SIU", "staff": "SIUD"},
    "retailers_customergroup": {"supplier": "SIUD"},
    "retailers_groupmember": {"supplier": "SID", "staff": "SIUD"},
    "retailers_billtoaddress": {"supplier": "S", "retailer": "SIUD", "staff": "SIUD"},
    "retailers_shiptoaddress": {"app": "SI", "supplier": "S", "retailer": "SIUD", "staff": "SU"},
    "retailers_entrycorrection": {"app": "SIU", "supplier": "S", "retailer": "S"},
    "retailers_correctionproposer": {"app": "SIU", "supplier": "S", "retailer": "S"},
    "retailers_duplicatepair": {"staff": "SIUD"},
    "retailers_merge": {"staff": "SIU"},
    "retailers_mergedrow": {"staff": "SID"},
    "retailers_mergedcustomer": {"supplier": "S", "staff": "SIUD"},
    "retailers_schedule": {"supplier": "SIU", "staff": "SIUD"},
    "retailers_scheduleline": {"supplier": "SIUD", "retailer": "S", "staff": "SIUD"},
    "retailers_appliedschedule": {"supplier": "S", "retailer": "S", "staff": "SID"},
    "retailers_deliverycalendar": {"supplier": "SIU", "retailer": "S"},
    "retailers_calendarday": {"supplier": "SIUD", "retailer": "S"},
    "retailers_calendarfeed": {"retailer": "SID", "staff": "SIUD"},
    "catalogs_product": {"supplier": "SIU", "distributor": "S", "guest": "S", "retailer": "S", "staff": "S"},
    "catalogs_productpicture": {"supplier": "SIUD", "retailer": "S"},
    "catalogs_picturefile": {"supplier": "SID", "retailer": "S"},
    "catalogs_pictureimport": {"app": "S", "supplier": "SIUD"},
    "catalogs_picturearchive": {"supplier": "SID"},
    "catalogs_pictureimportfile": {"supplier": "SIUD"},
    "catalogs_catalog": {"supplier": "SIUD", "retailer": "S"},
    "catalogs_catalogproduct": {"supplier": "SID", "retailer": "S"},
    "catalogs_catalogshare": {"supplier": "SID", "staff": "SIUD"},
    "catalogs_customercatalog": {"supplier": "S", "retailer": "S", "staff": "SID"},
    "catalogs_producttoken": {"supplier": "S", "distributor": "S", "guest": "S", "retailer": "S"},
    "catalogs_productspelling": {"supplier": "S", "distributor": "S", "guest": "S", "retailer": "S"},
    "catalogs_taxclass": {"supplier": "SIUD", "retailer": "S"},
    "catalogs_pricelist": {"supplier": "SIUD", "retailer": "S"},
    "catalogs_customerprice": {"supplier": "SIUD", "retailer": "S", "staff": "SIUD"},
    "catalogs_pricechange": {"supplier": "SIUD"},
    "catalogs_pricechangeline": {"supplier": "SIUD"},
    "catalogs_price": {"supplier": "SIUD", "retailer": "S"},
    "catalogs_termslevel": {"supplier": "SIU", "staff": "SIUD"},
    "catalogs_customerterms": {"supplier": "S", "retailer": "S", "staff": "SID"},
    "inventory_warehouse": {"app": "SI", "supplier": "SIU", "distributor": "SIU", "guest": "S"},
    "inventory_stockbalance": {"supplier": "SIU", "distributor": "S", "guest": "S", "retailer": "S"},
    "inventory_stockmovement": {"supplier": "SI", "distributor": "S", "guest": "S"},
    "inventory_transfer": {"supplier": "SIUD", "distributor": "S", "guest": "S"},
    "inventory_transferline": {"supplier": "SIUD", "distributor": "S", "guest": "S"},
    "inventory_transfercounter": {"supplier": "SIU"},
    "inventory_stocktake": {"supplier": "SIU", "distributor": "S", "guest": "S"},
    "inventory_lot": {"supplier": "SIU", "distributor": "S", "guest": "S"},
    "inventory_lotbalance": {"supplier": "S", "distributor": "S", "guest": "S"},
    "inventory_lotmovement": {"supplier": "S", "distributor": "S", "guest": "S"},
    "inventory_lotpick": {"supplier": "SIUD", "distributor": "S", "guest": "S"},
    "inventory_stocktakeline": {"supplier": "SIUD", "distributor": "S", "guest": "S"},
    "invitations_accessrequest": {"supplier": "SIU", "retailer": "S", "staff": "SU"},
    "invitations_invitation": {"supplier": "SIU", "retailer": "S", "staff": "SU"},
    "invitations_invitationsettings": {"supplier": "SIU"},
    "invitations_invitelink": {"supplier": "SIU"},
    "invitations_invitetag": {"supplier": "SIU"},
    "invitations_customertour": {"supplier": "SIU", "staff": "SIUD"},
    "invitations_apartcustomer": {"supplier": "SU", "staff": "SIU"},
    "invitations_claimcase": {"app": "SI", "staff": "SU"},
    "invitations_visit": {"app": "SIUD"},
    "invitations_findability": {"supplier": "SIU", "retailer": "S"},
    "invitations_buyerproposal": {"supplier": "SIU", "retailer": "SU", "staff": "SU"},
    "orders_cart": {"supplier": "SIUD", "retailer": "SIUD", "staff": "SIUD"},
    "orders_cartline": {"supplier": "SIUD", "retailer": "SIUD", "staff": "SIUD"},
    "orders_favourite": {"retailer": "SIUD", "staff": "SIUD"},
    "orders_standinglist": {"retailer": "SIUD", "staff": "SIUD"},
    "orders_standinglistline": {"retailer": "SIUD", "staff": "SIUD"},
    "orders_order": {
        "supplier": "SIU", "distributor": "S", "guest": "S", "link": "S", "retailer": "S", "staff": "SU",
    },
    "orders_ordertotal": {"supplier": "SIU", "retailer": "S", "staff": "S"},
    "orders_orderline": {
        "supplier": "SIU", "distributor": "S", "guest": "S", "link": "S", "retailer": "S", "staff": "S",
    },
    "orders_orderlineamount": {"supplier": "SIU", "retailer": "S", "staff": "S"},
    "orders_ordertax": {"supplier": "SIU", "retailer": "S", "staff": "S"},
    "orders_orderevent": {
        "supplier": "SI", "distributor": "S", "guest": "S", "link": "S", "retailer": "S", "staff": "S",
    },
    "orders_orderlinechange": {
        "supplier": "SI", "distributor": "S", "guest": "S", "link": "S", "retailer": "S", "staff": "S",
    },
    "orders_ordercomment": {"supplier": "SI", "distributor": "SI", "guest": "SI", "retailer": "SI"},
    "orders_ordercounter": {"supplier": "SIU"},
    "orders_orderlink": {"supplier": "SIU", "link": "S"},
    "orders_delivererreport": {
        "supplier": "SI", "distributor": "S", "guest": "S", "link": "SI", "retailer": "S", "staff": "S",
    },
    "orders_route": {"supplier": "SIUD", "distributor": "SIUD", "guest": "SIUD"},
    "orders_routestop": {"supplier": "SIUD", "distributor": "SIUD", "guest": "SIUD", "staff": "SIUD"},
    "orders_reportphoto": {"supplier": "SI", "distributor": "S", "guest": "S", "link": "I", "retailer": "S"},
}  # fmt: skip


@dataclass(frozen=True)
class Asker:
    """A context with the rule, in Python, of what it should see and what it may write."""

    context: Context

    @property
    def me(self) -> UUID | None:
        """Return the company that asks."""
        return self.context.organization_id

    def sees(self, table: str, row: Row, rows: Rows) -> bool:
        """Tell whether it may read the row: the oracle, apart from any policy."""
        special = READS.get((table, self.context.role))
        if special:
            return special(self, row, rows)
        return self.owns(table, row, rows)

    def owns(self, table: str, row: Row, rows: Rows) -> bool:
        """Tell whether it may write the row, if it has the verb at all."""
        if special := WRITES.get((table, self.context.role)):
            return special(self, row, rows)
        if self.context.role in (Role.STAFF, Role.APP, Role.SENDER):
            return True
        if special := WRITES.get((table, None)):
            return special(self, row, rows)
        return all(row.get(name) == value for name, value in self._keys().items())

    def _keys(self) -> dict[str, Any]:
        names = ("supplier_id", "distributor_id", "retailer_id", "order_id")
        return {name: getattr(self.context, name) for name in names if getattr(self.context, name)}


S, D, G, L, R = Role.SUPPLIER, Role.DISTRIBUTOR, Role.GUEST, Role.LINK, Role.RETAILER
READS: dict[tuple[str, Role], Rule] = {
    **{("organizations_organization", role): rules.public for role in (S, G)},
    **{("organizations_organization", role): (
        lambda a, row, rows: row["private_to_id"] is None or row["id"] == a.me) for role in (D, R)},
    ("retailers_directoryentry", S): lambda asker, row, rows: True,
    ("retailers_entrycorrection", S): rules.corrected,
    ("inventory_warehouse", S): lambda a, row, rows: row["organization_id"]
    in {a.me, *rules.agreed(a, rows, "supplier_id", "distributor_id")},
    ("inventory_warehouse", D): lambda a, row, rows: row["organization_id"]
    in {a.me, *rules.agreed(a, rows, "distributor_id", "supplier_id")},
}  # fmt: skip
WRITES: dict[tuple[str, Role | None], Rule] = {
    ("organizations_organization", L): lambda a, row, rows: row["id"]
    in (a.context.supplier_id, a.context.distributor_id),
    ("organizations_organization", None): rules.own("id"),
    ("organizations_membership", S): rules.guests_too,
    ("organizations_membership", None): rules.own("organization_id"),
    ("organizations_memberinvitation", S): rules.guests_too,
    ("organizations_memberinvitation", None): rules.own("organization_id"),
    ("organizations_person", None): rules.colleague,
    ("audit_auditentry", G): lambda a, row, rows: row["organization_id"]
    in (a.context.supplier_id, a.context.distributor_id),
    ("audit_auditentry", None): rules.own("organization_id"),
    ("mail_outboundemail", Role.APP): rules.no_company,
    ("mail_outboundemail", Role.PUBLIC): rules.no_company,
    ("mail_outboundemail", G): lambda a, row, rows: row["organization_id"]
    in (a.context.supplier_id, a.context.distributor_id),
    ("mail_outboundemail", None): rules.own("organization_id"),
    ("api_apitoken", None): rules.own("organization_id"),
    **{(f"sheets_sheet{name}", None): rules.own("organization_id") for name in ("import", "file", "row")},
    ("files_picture", None): rules.own("organization_id"),
    ("api_idempotentrequest", None): rules.own("organization_id"),
    ("mail_deliveryreport", Role.PUBLIC): lambda a, row, rows: row["applied_at"] is None,
    ("retailers_entrycorrection", None): rules.own("keeper_id"),
    ("retailers_correctionproposer", R): rules.proposed,
    ("retailers_directoryentry", S): lambda a, row, rows: row["created_by_supplier_id"] == a.me
    and row["claimed_at"] is None,
    **{(f"retailers_{kind}toaddress", S): lambda a, row, rows: row["retailer_id"]
       in {c["retailer_id"] for c in rows["retailers_customer"]
           if c["supplier_id"] == a.me and c["registered_at"]} for kind in ("ship", "bill")},
    ("retailers_customer", R): lambda a, row, rows: row["retailer_id"] == a.me
    and row["registered_at"] is not None,
    ("retailers_scheduleline", R): rules.applies,
    ("retailers_appliedschedule", R): rules.own_customer,
    ("retailers_deliverycalendar", R): rules.of_own_supplier,
    ("retailers_calendarday", R): rules.of_own_supplier,
    ("invitations_accessrequest", R): lambda a, row, rows: row["retailer_id"] == a.me
    and (not row["claims_entry"] or row["state"] == "approved"),
    ("invitations_invitation", R): lambda a, row, rows: row["retailer_id"] == a.me and not row["email"],
    ("invitations_findability", R): lambda a, row, rows: not row["is_findable"],
    ("catalogs_product", D): lambda a, row, rows: row["supplier_id"]
    in rules.in_force(a, rows),
    ("catalogs_product", G): lambda a, row, rows: row["supplier_id"] == a.context.supplier_id,
    ("catalogs_product", R): showing.product,
    ("catalogs_producttoken", D): lambda a, row, rows: row["supplier_id"] in rules.in_force(a, rows),
    ("catalogs_producttoken", G): lambda a, row, rows: row["supplier_id"] == a.context.supplier_id,
    ("catalogs_producttoken", R): showing.word,
    ("catalogs_productspelling", D): lambda a, row, rows: row["supplier_id"] in rules.in_force(a, rows),
    ("catalogs_productspelling", G): lambda a, row, rows: row["supplier_id"] == a.context.supplier_id,
    ("catalogs_productspelling", R): showing.spelling,
    ("catalogs_taxclass", R): rules.of_own_supplier,
    ("catalogs_customerprice", R): showing.special_price,
    ("catalogs_productpicture", R): showing.picture,
    ("catalogs_picturefile", R): showing.picture_file,
    ("catalogs_catalog", R): showing.catalog,
    ("catalogs_catalogproduct", R): showing.choice,
    ("catalogs_customercatalog", R): showing.reached,
    ("catalogs_customerterms", R): rules.opened,
    ("catalogs_pricelist", R): lambda a, row, rows: row["id"] in rules.terms(a, rows),
    ("catalogs_price", R): showing.listed_price,
    ("inventory_warehouse", None): rules.own("organization_id"),
    ("inventory_stockbalance", R): lambda a, row, rows: (row["supplier_id"], row["keeper_id"])
    in rules.served(a, rows),
    **{(f"inventory_stock{name}", role): rules.kept for name in ("balance", "movement", "take")
       for role in (D, G)},
    **{("inventory_stocktakeline", role): rules.kept_line for role in (D, G)},
    **{("inventory_lot", role): rules.lain for role in (D, G)},
    **{(f"inventory_lot{name}", role): rules.kept for name in ("balance", "movement", "pick") for role in (D, G)},
    **{("inventory_transfer", role): rules.transferred for role in (D, G)},
    **{("inventory_transferline", role): rules.transferred_line for role in (D, G)},
    **{("orders_ordercomment", role): rules.said_to(side) for role, side in (
        (S, "supplier"), (D, "distributor"), (G, "distributor"), (R, "retailer"))},
    ("orders_order", L): rules.this_order,
    ("orders_route", None): rules.own("organization_id"),
    ("orders_routestop", None): rules.own("organization_id"),
    ("orders_delivererreport", R): rules.proof_of_delivery,
    ("orders_reportphoto", R): rules.photo_of_delivery,
    **{(f"orders_{name}", R): rules.opened_cart for name in ("cart", "cartline")},
    **{(f"orders_{name}", R): rules.opened_purchase for name in (
        "order", "ordertotal", "orderline", "orderlineamount", "ordertax", "orderevent",
        "orderlinechange", "favourite", "standinglist", "standinglistline")},
}  # fmt: skip
