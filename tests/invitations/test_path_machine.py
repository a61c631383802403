"""Any sequence of inviting, accepting, asking, deciding, activating keeps to a small model (SPEC.md 8, P7, N1, N8)."""

from typing import Any, Self

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invitations import queries, services
from invitations.enums import InvitationStatus, RequestState
from invitations.models import AccessRequest, Invitation
from retailers.models import Customer, DirectoryEntry
from retailers.services import (
    CustomerDetails,
    activate_customer,
    create_retailer,
    deactivate_customer,
    end_relation,
)
from tests.invitations.conftest import BAR, EMAIL, last_token
from tests.invitations.path_model import Model
from tests.world import World
from wholesale.accounts.models import User
from wholesale.errors import DomainError
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Membership
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner

STRANGER = "stranger@elsewhere.example.com"
ASKERS = {"jeanne": EMAIL, "stranger": STRANGER}


class Path:
    """Alder and a bar that nobody has claimed yet, in a transaction of their own."""

    def __init__(self, world: World) -> None:
        self.world, self.model = world, Model()
        self.alder, self.by = world.orgs["alder"], world.users["alder"]
        self.block = transaction.atomic()
        setattr(self.block, "_from_testcase", True)  # noqa: B010

    def __enter__(self) -> Self:
        self.block.__enter__()
        with acting_as(self.world.context("alder")):
            self.customer = create_retailer(
                entry=BAR,
                customer=CustomerDetails(contact_email=EMAIL),
                supplier=self.alder,
                none_of=None,
                by=self.by,
            )
        return self

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def tried(self, verb: Any, *, fits: bool, **arguments: Any) -> Any:
        """Act for alder; refused if and only if the model says so."""
        with acting_as(self.world.context("alder")):
            return self.refused_or_done(verb, fits=fits, **arguments)

    def refused_or_done(self, verb: Any, *, fits: bool, **arguments: Any) -> Any:
        done, refused = None, ""
        try:
            with transaction.atomic():
                done = verb(**arguments)
        except DomainError as error:
            refused = str(error)
        assert fits == (not refused), f"{verb.__name__}: {refused or 'done'}"
        return done

    def now(self) -> Customer:
        with as_owner():
            return Customer.objects.select_related("supplier", "retailer", "private").get(pk=self.customer.pk)

    def sent(self) -> Invitation | None:
        with as_owner():
            related = ("supplier", "customer__private", "customer__supplier")
            return Invitation.objects.select_related(*related).filter(customer=self.customer).first()

    def waiting(self) -> AccessRequest | None:
        with as_owner():
            related = ("supplier", "customer__private", "customer__supplier")
            rows = AccessRequest.objects.select_related(*related).filter(customer=self.customer)
            return rows.order_by("-asked_at", "-id").first()

    def invite(self) -> None:
        model = self.model
        fits = not model.connected and not model.is_claimed_by_stranger
        self.tried(services.invite_customer, fits=fits, customer=self.now(), by=self.by)
        if not fits:
            return
        if model.relation == "asked_by_retailer":
            model.approve()
            return
        model.invitation, model.relation = "pending", "asked_by_supplier"
        if model.status != "registered":
            model.status = "invited"
        model.tokens.append(last_token())

    def resend(self) -> None:
        if invitation := self.sent():
            fits = self.model.invitation in ("pending", "expired")
            self.tried(services.resend_invitation, fits=fits, invitation=invitation, by=self.by)
            if fits:
                self.model.invitation = "pending"
                self.model.tokens.append(last_token())

    def revoke(self) -> None:
        if invitation := self.sent():
            fits = self.model.invitation in ("pending", "expired")
            self.tried(services.revoke_invitation, fits=fits, invitation=invitation, by=self.by)
            if fits:
                self.model.invitation = "revoked"

    def expire(self) -> None:
        if self.model.invitation == "pending":
            self.model.invitation = "expired"
            with as_owner():
                Invitation.objects.filter(customer=self.customer).update(expires_at=timezone.now())

    def accept(self, which: int) -> None:
        """Open a link, the newest or an earlier one, and accept as whom it was sent to."""
        model = self.model
        if len(model.tokens) < -which:
            return
        token = model.tokens[which]
        with acting_as(None):
            opened = queries.invitation_by_hash(hash_of(token))
            if token != model.tokens[-1]:
                assert opened is None
                return
            assert opened is not None
            fits = (
                model.invitation == "pending"
                and not model.connected
                and model.relation != "ended"
                and model.owner in ("", "jeanne")
            )
            person = User.objects.filter(email=EMAIL).first()
            if person:
                arguments: dict[str, Any] = {"invitation": opened, "by": person}
                self.refused_or_done(services.accept_invitation, fits=fits, **arguments)
            else:
                new = services.NewPerson(name="Jeanne", password="cormoran au bec long", language="fr")
                self.refused_or_done(
                    services.accept_as_new_person, fits=fits, invitation=opened, person=new, details=BAR
                )
        if fits:
            model.owner, model.invitation = "jeanne", "accepted"
            model.connect(active=True)

    def ask(self, who: str) -> None:
        """Ask as the bar's owner, or as a visitor who says that the entry is theirs."""
        model = self.model
        retailer = self.now().retailer
        model.give_way_to(who)
        wanted = model.status == "invited" or (model.status == "prospect" and not model.was_refused)
        recognized = who == "jeanne" and wanted
        asks_in_vain = (
            model.connected
            or model.relation == "asked_by_retailer"
            or (model.relation == "asked_by_supplier" and model.status == "registered")
        )
        fits = model.owner in ("", who) and not asks_in_vain
        with acting_as(None):
            person = User.objects.filter(email=ASKERS[who]).first()
            if model.owner == who:
                done = self.refused_or_done(
                    services.ask_for_access, fits=fits, supplier=self.alder, retailer=retailer, by=person
                )
            else:
                done = self.refused_or_done(
                    services.ask_as_visitor,
                    fits=fits,
                    supplier=self.alder,
                    email=ASKERS[who],
                    person_name=who.title(),
                    language="en",
                    time_zone="UTC",
                    details=BAR,
                    retailer=retailer,
                    person=person,
                )
        if not fits:
            return
        if recognized:
            was_owner, model.owner = bool(model.owner), who
            model.connect(active=was_owner)
            if model.invitation in ("pending", "expired"):
                model.invitation = "accepted"
            assert done.state == RequestState.APPROVED
        else:
            model.asked_by, model.relation = who, "asked_by_retailer"
            if model.status != "registered":
                model.status = "requested"

    def approve(self) -> None:
        if request := self.waiting():
            fits = bool(self.model.asked_by)
            self.tried(services.approve_request, fits=fits, request=request, by=self.by)
            if fits:
                self.model.approve()

    def reject(self) -> None:
        if request := self.waiting():
            fits = bool(self.model.asked_by)
            self.tried(services.reject_request, fits=fits, request=request, by=self.by, answer="No")
            if fits:
                self.model.reject()

    def take_back(self) -> None:
        if request := self.waiting():
            fits = bool(self.model.asked_by)
            with acting_as(None):
                person = User.objects.get(pk=request.person_id)
                self.refused_or_done(services.withdraw_request, fits=fits, request=request, by=person)
            if fits:
                self.model.asked_by = ""
                if self.model.status == "registered":
                    self.model.relation = "ended"
                else:
                    self.model.status, self.model.relation = "prospect", "none"

    def activate(self) -> None:
        model = self.model
        self.tried(activate_customer, fits=model.connected, customer=self.now(), by=self.by)
        if model.connected:
            model.welcomes += model.awaits_welcome
            model.active, model.awaits_welcome = True, False

    def deactivate(self) -> None:
        if self.model.active:
            self.tried(deactivate_customer, fits=True, customer=self.now(), by=self.by)
            self.model.active = False

    def end(self) -> None:
        model = self.model
        self.tried(end_relation, fits=model.connected, customer=self.now(), by=self.by)
        if model.connected:
            model.relation, model.active, model.awaits_welcome = "ended", False, False

    def the_rows_are_the_models(self) -> None:
        model, customer, invitation = self.model, self.now(), self.sent()
        assert (customer.status, customer.relation, customer.is_active) == (
            model.status, model.relation, model.active,
        )  # fmt: skip
        assert not customer.is_active or customer.is_connected
        assert (invitation.status if invitation else "") == (
            InvitationStatus.PENDING if model.invitation == "expired" else model.invitation
        )
        with as_owner():
            waiting = AccessRequest.objects.filter(customer=customer, state=RequestState.OPEN)
            asked_by = {email: who for who, email in ASKERS.items()}
            assert [asked_by[each.email] for each in waiting] == ([model.asked_by] if model.asked_by else [])
            owners = Membership.objects.filter(organization=customer.retailer)
            assert [asked_by[each.user.email] for each in owners] == ([model.owner] if model.owner else [])
            claimed = DirectoryEntry.objects.get(pk=customer.retailer_id).is_claimed
            assert claimed == bool(model.owner)
            told = OutboundEmail.objects.filter(template="retailers/welcome").count()
            assert told == model.welcomes


STEPS: dict[str, tuple[Any, ...]] = {
    name: (getattr(Path, name),)
    for name in (
        "invite", "resend", "revoke", "expire", "approve", "reject", "take_back", "activate", "deactivate", "end",
    )
} | {
    "accept": (Path.accept, -1),
    "accept an earlier link": (Path.accept, -2),
    "ask as the owner": (Path.ask, "jeanne"),
    "ask as a stranger": (Path.ask, "stranger"),
}  # fmt: skip


def test_any_sequence_keeps_to_the_model(world):
    """Drawn evenly, for a machine of rules leaves most of them out of each run."""

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.sampled_from(sorted(STEPS)), min_size=12, max_size=24))
    def walk(names: list[str]) -> None:
        with Path(world) as path:
            for name in names:
                step, *arguments = STEPS[name]
                step(path, *arguments)
                path.the_rows_are_the_models()

    walk()
