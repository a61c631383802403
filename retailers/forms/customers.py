"""What a supplier types about a retailer."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from retailers import queries
from retailers.details import PUBLIC_FIELDS, CustomerDetails, EntryDetails
from retailers.enums import Industry
from retailers.forms.choices import (
    GroupsChoice,
    LabelsField,
    chosen_groups_and_labels,
    groups_and_labels_of,
    offer_groups_and_labels,
)
from retailers.models import Customer, DirectoryEntry
from retailers.words import plain
from wholesale.organizations import localities
from wholesale.organizations.access import Acting
from wholesale.organizations.models import Organization, Person
from wholesale.organizations.queries import representative_choices
from wholesale.ui.forms import Refusable, Versioned


class DistributorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who delivers: one of the supplier's distributors, or the supplier itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Delivered by"),
            queryset=Organization.objects.none(),
            required=False,
            empty_label=_("We deliver ourselves"),
            **options,
        )


class RepresentativeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who of the supplier's people looks after the retailer. Whoever sees only their own does not choose."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Representative"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
        )


class EntryForm(forms.Form):
    """A retailer's entry in the shared directory."""

    name = forms.CharField(label=_("Company name"), max_length=120)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    street = forms.CharField(label=_("Street and number"), max_length=160, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=16, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    region = forms.CharField(label=_("State or province"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=localities.country_choices)
    industry = forms.ChoiceField(label=_("Industry"), choices=[("", "–"), *Industry.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the industry that is written there too, if it is none of the list's: nothing is lost by saving."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["industry"]
        kept = self.get_initial_for_field(field, "industry")
        if kept and kept not in Industry.values:
            field.choices = [*field.choices, (kept, kept)]

    def clean_name(self) -> str:
        """Write the name on one line, and refuse one without letters or digits."""
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalnum() for letter in plain(name)):
            raise forms.ValidationError(_("Enter the name of the company."))
        return name

    def clean_phone(self) -> str:
        """Take a phone however it is written, if it can be one."""
        phone = " ".join(self.cleaned_data["phone"].split())
        digits = sum(letter.isdigit() for letter in phone)
        if phone and not 6 <= digits <= 15:
            raise forms.ValidationError(_("A phone number has 6 to 15 digits."))
        return phone

    def entry_details(self, **more: str) -> EntryDetails:
        """Return the entry, for the services."""
        public = {name: " ".join(self.cleaned_data[name].split()) for name in PUBLIC_FIELDS}
        return EntryDetails(**public, **more)

    @staticmethod
    def values_of(entry: DirectoryEntry) -> dict[str, Any]:
        """Return what the entry says now, to begin with."""
        return {name: getattr(entry, name) for name in PUBLIC_FIELDS}


class NewRetailerForm(Refusable, EntryForm):
    """A new entry, and what its creator keeps of the customer that it becomes."""

    field_of_column: ClassVar = {"contact_email": "email"}

    email = forms.EmailField(
        label=_("Email"), help_text=_("The invitation goes here. Other suppliers never see it.")
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    distributor = DistributorChoice()
    representative = RepresentativeChoice()
    number = forms.CharField(label=_("Your customer number"), max_length=40, required=False)
    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=120,
        required=False,
        help_text=_("Only you see it, in all your lists."),
    )
    groups = GroupsChoice()
    labels = LabelsField()
    field_order = (
        "name", "email", "phone", "street", "postal_code", "city", "region", "country", "contact_name",
        "language", "industry", "distributor", "representative", "nickname", "number", "groups", "labels",
    )  # fmt: skip

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_distributors(self, acting.organization)
        self._represents = acting.represents
        _offer_representatives(self, acting.organization, acting.represents)
        offer_groups_and_labels(self, acting.organization)

    def new_entry(self) -> EntryDetails:
        """Return the entry with what nobody else sees of it, for the services."""
        return self.entry_details(email=self.cleaned_data["email"], language=self.cleaned_data["language"])

    def customer_details(self) -> CustomerDetails:
        """Return what the supplier keeps, for the services."""
        data = self.cleaned_data
        return CustomerDetails(
            nickname=data["nickname"].strip(),
            number=data["number"].strip(),
            contact_name=data["contact_name"].strip(),
            contact_email=data["email"],
            language=data["language"],
            distributor=data["distributor"],
            representative_id=_chosen_representative(self, self._represents),
            typed_by=self._represents,
            **chosen_groups_and_labels(self),
        )


class CustomerForm(Refusable, Versioned, forms.Form):
    """What a supplier keeps of a customer. For a claimed entry no email is asked: its own people are."""

    distributor = DistributorChoice()
    representative = RepresentativeChoice()
    nickname = forms.CharField(
        label=_("Nickname"),
        max_length=120,
        required=False,
        help_text=_("Only you see it, in all your lists."),
    )
    number = forms.CharField(label=_("Your customer number"), max_length=40, required=False)
    groups = GroupsChoice()
    labels = LabelsField()
    contact_email = forms.EmailField(
        label=_("Contact email"),
        required=False,
        help_text=_("The invitation goes here. Other suppliers never see it."),
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of their mails"), choices=settings.LANGUAGES)
    note = forms.CharField(
        label=_("Internal note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        supplier: Organization,
        entry: DirectoryEntry,
        customer: Customer | None = None,
        represents: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_distributors(self, supplier, customer)
        _offer_representatives(self, supplier, represents, customer)
        offer_groups_and_labels(self, supplier)
        self._represents = represents
        self._kept_email = customer.private.contact_email if customer else ""
        if entry.is_claimed and not self._kept_email:
            del self.fields["contact_email"]

    def customer_details(self) -> CustomerDetails:
        """Return what was typed, for the services."""
        data = self.cleaned_data
        return CustomerDetails(
            nickname=data["nickname"].strip(),
            number=data["number"].strip(),
            contact_name=data["contact_name"].strip(),
            contact_email=data.get("contact_email", self._kept_email),
            language=data["language"],
            note=data["note"].strip(),
            distributor=data["distributor"],
            representative_id=_chosen_representative(self, self._represents),
            typed_by=self._represents,
            **chosen_groups_and_labels(self),
        )

    @staticmethod
    def values_of(customer: Customer) -> dict[str, Any]:
        """Return what is kept now, to begin with."""
        return (
            customer.private.kept()
            | groups_and_labels_of(customer)
            | {
                "distributor": customer.distributor_id,
                "representative": customer.private.representative_id,
                "version": customer.version,
            }
        )

    def differences(self, customer: Customer) -> list[tuple[str, str]]:
        """Return label and present value of each field where the customer has not what was typed."""
        typed, kept = self.customer_details().private(), CustomerForm.values_of(customer)
        found = [
            (str(self.fields[name].label), str(kept[name]) or "–")
            for name in typed
            if name in self.fields and typed[name] != kept[name]
        ]
        chosen = self.cleaned_data["distributor"]
        if (chosen.pk if chosen else None) != customer.distributor_id:
            words = str(customer.distributor or _("We deliver ourselves"))
            found.append((str(self.fields["distributor"].label), words))
        return found + self._other_representative(customer) + self._other_groups_and_labels(customer)

    def _other_groups_and_labels(self, customer: Customer) -> list[tuple[str, str]]:
        typed, now = self.customer_details(), queries.groups_of_customer(customer)
        found = []
        if typed.group_ids is not None and typed.group_ids != {group.pk for group in now}:
            found.append((str(self.fields["groups"].label), ", ".join(map(str, now)) or "–"))
        if list(typed.labels or ()) != customer.private.labels:
            found.append((str(self.fields["labels"].label), ", ".join(customer.private.labels) or "–"))
        return found

    def _other_representative(self, customer: Customer) -> list[tuple[str, str]]:
        now = customer.private.representative_id
        if "representative" not in self.fields or self.customer_details().representative_id == now:
            return []
        person = Person.objects.filter(pk=now).first()
        return [(str(self.fields["representative"].label), str(person or _("Nobody")))]

    @property
    def read_version(self) -> int:
        """Return the customer's version when the form was shown."""
        return self.cleaned_data["version"] or 0


def _offer_representatives(
    form: forms.Form, supplier: Organization, represents: UUID | None, customer: Customer | None = None
) -> None:
    """Offer whoever looks after retailers, and who does it now; whoever sees only their own keeps them."""
    if represents:
        del form.fields["representative"]
        return
    offered = representative_choices(supplier.pk)
    if customer and customer.private.representative_id:
        offered = offered | Person.objects.filter(pk=customer.private.representative_id)
    field: Any = form.fields["representative"]
    field.queryset = offered


def _chosen_representative(form: forms.Form, represents: UUID | None) -> UUID | None:
    chosen = form.cleaned_data.get("representative")
    return chosen.pk if chosen else represents


def _offer_distributors(form: forms.Form, supplier: Organization, customer: Customer | None = None) -> None:
    """Offer the active agreements, and the distributor that delivers to this customer already."""
    offered = queries.distributor_choices(supplier)
    if customer and customer.distributor_id:
        offered = offered | Organization.objects.filter(pk=customer.distributor_id)
    field: Any = form.fields["distributor"]
    field.queryset = offered.distinct()
