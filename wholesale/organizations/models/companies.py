"""Companies and the hats they wear."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import Side
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import organization_key, uuid_key
from wholesale.tenancy.roles import own_rows

hex_colour = RegexValidator(r"^#[0-9a-f]{6}$", _("Enter a colour such as #1f6feb."))
EVERYONE_PUBLIC = "private_to_id IS NULL"
OWN_SETTINGS = (
    "name, country, time_zone, currency, language, brand_color, requires_second_factor, version,"
    " sender_name, logo_digest, logo_width, logo_height"
)


class Organization(models.Model):
    """A company on the platform; it wears one or more hats (SPEC.md 1, P5).

    `private_to` names the supplier that alone knows a guest or external distributor; `merged_into` the retailer
    that this one turned out to be (SPEC.md C7): its addresses lead there. The logo's size is that at which it
    is shown.
    """

    id = uuid_key()
    name = models.CharField(_("company name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    sells = models.BooleanField(default=False)
    delivers = models.BooleanField(default=False)
    buys = models.BooleanField(default=False)
    private_to = organization_key(null=True, blank=True)
    merged_into = organization_key(null=True, blank=True, editable=False)
    country = models.CharField(_("country"), max_length=2, default="US")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    brand_color = models.CharField(
        _("brand colour"), max_length=7, default="#1f5fbf", validators=[hex_colour]
    )
    sender_name = models.CharField(_("sender of your mails"), max_length=80, blank=True)
    logo_digest = models.CharField(max_length=64, blank=True, editable=False)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    requires_second_factor = models.BooleanField(_("members need two-step sign-in"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sells=True) | Q(delivers=True) | Q(buys=True), name="organization_wears_a_hat"
            ),
            Access(
                name="organization_access",
                app="select, insert, update",
                supplier=f"select, update({OWN_SETTINGS})",
                distributor=f"select, update({OWN_SETTINGS})",
                guest="select",
                link="select",
                retailer=f"select, update({OWN_SETTINGS})",
                sender="select",
                staff="select, insert, update",
                rows=own_rows("id") | {"link": "id IN (app.supplier_id(), app.distributor_id())"},
                also_reads={
                    "supplier": f"{EVERYONE_PUBLIC} OR private_to_id = app.supplier_id()",
                    "distributor": EVERYONE_PUBLIC,
                    "guest": f"{EVERYONE_PUBLIC} OR private_to_id = app.supplier_id()",
                    "retailer": EVERYONE_PUBLIC,
                },
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sides(self) -> list[Side]:
        """Return the hats it wears, in the order of the menus."""
        worn = {Side.SELLING: self.sells, Side.DELIVERING: self.delivers, Side.BUYING: self.buys}
        return [side for side, on in worn.items() if on]
