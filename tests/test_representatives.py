"""A sales representative sees the retailers assigned to it and their orders, and no others (SPEC.md P3)."""

from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from orders.queries.overdue import overdue_count
from orders.services.digests import send_overdue_digest
from retailers.models import Customer, CustomerPrivate
from tests.test_url_walk import addresses, parameters, path_of
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import Side
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

API = "/api/v1/alder/selling/"


def url(name, *args):
    return reverse(name, args=["alder", *args])


def late(world):
    with as_owner():
        Order.objects.filter(supplier=world.orgs["alder"]).update(due_at=timezone.now())


def test_the_lists_hold_her_retailers_and_their_orders(world, sally):
    pages = [url("retailers:customer_list"), url("orders:selling_list"), url("orders:selling_home")]
    late(world)

    for path in pages:
        page = sally.get(path).content.decode()
        assert "Rita" in page, path
        assert "Remy" not in page, path
        assert "Rosa" not in page, path
    assert [row.retailer_id for row in sally.get(pages[0]).context["page"].rows] == [world.org_id("rita")]
    home = sally.get(pages[2]).context
    assert home["counts"] == {"open": 1, "late": 1}
    assert [row["orders"] for row in home["week"]] == [1]


def test_an_admin_sees_them_all(world, sally):
    admin = world.client("alder")

    assert len(admin.get(url("retailers:customer_list")).context["page"].rows) == 3
    assert admin.get(url("orders:selling_home")).context["counts"]["open"] == 3


def test_an_agreement_counts_hers_alone(world, sally):
    def counted(client, distributor):
        agreement = world.agreements["alder", distributor].pk
        facts = client.get(url("organizations:agreement_detail", agreement)).context["facts"]
        return facts.customers, facts.open_orders

    admin = world.client("alder")
    assert counted(admin, "dusk") == (1, 1)
    assert counted(sally, "dusk") == (0, 0)
    assert counted(sally, "dawn") == (1, 1)


def test_search_finds_hers_alone(world, sally):
    for name in ("retailers:customer_list", "orders:selling_list"):
        assert "Remy" not in sally.get(url(name), {"q": "remy"}).content.decode().replace('value="remy"', "")
        assert len(sally.get(url(name), {"q": "rita"}).context["page"].rows) == 1
    hits = {
        hit.entry.name: hit
        for hit in sally.get(url("retailers:customer_search"), {"q": "elm"}).context["hits"]
    }
    assert hits["Rita's Bar"].customer.pk == world.customers["alder", "rita"].pk
    assert (hits["Remy's Bar"].customer, hits["Remy's Bar"].is_colleagues) == (None, True)
    assert not hits["Rex's Bar"].is_colleagues


def test_machines_that_act_as_her_see_no_more(world, sally):
    assert [row["display_name"] for row in sally.get(f"{API}customers/").json()["results"]] == [
        "Rita of alder"
    ]
    orders = sally.get(f"{API}orders/").json()["results"]
    assert [row["retailer_name"] for row in orders] == ["Rita"]
    found = {hit["name"]: hit for hit in sally.get(f"{API}directory/?q=elm").json()["results"]}
    assert (found["Remy's Bar"]["customer"], found["Remy's Bar"]["customer_status"]) == (None, "")


def test_no_address_opens_another_retailer_or_its_orders(world, sally):
    """Each address of the supplier that names a customer, an invitation or an order."""
    others = {
        "customer": world.customers["alder", "remy"].pk,
        "customer_id": world.customers["alder", "remy"].pk,
        "invitation": world.invitations["alder", "remy"].pk,
        "access_request": world.requests["alder", "remy"].pk,
        "proposal": world.proposals["alder", "remy"].pk,
        "number": world.orders["alder", "remy"].number,
    }
    nothing = dict.fromkeys(
        ("customer", "customer_id", "invitation", "proposal", "access_request"), uuid7()
    ) | {"number": 987_654}
    wrong, walked = [], 0
    for name, _, sides in addresses():
        if Side.SELLING in sides and set(others) & set(parameters(name)):
            for method in ("get", "post"):
                answers = []
                for keys in (others, nothing):
                    path = path_of(world, name, Side.SELLING, **keys)
                    as_api = (
                        {"content_type": "application/json"} if "/api/" in path and method == "post" else {}
                    )
                    headers = {"Idempotency-Key": str(uuid7()), "If-Match": '"v1"'}
                    answers.append(getattr(sally, method)(path, headers=headers, **as_api))
                walked += 1
                if answers[0].status_code != answers[1].status_code or answers[0].status_code < 400:
                    wrong.append((method, name, [answer.status_code for answer in answers]))

    assert wrong == []
    assert walked > 20


def test_the_badge_counts_hers(world, sally):
    late(world)

    response = sally.get(url("orders:selling_list"))
    with acting_as(response.wsgi_request.acting.context):
        assert overdue_count(response.wsgi_request) == 1


def test_a_bulk_change_leaves_the_others_alone(world, sally):
    everyone = [world.customers["alder", name].pk for name in ("rita", "remy", "rosa")]

    sally.post(
        url("retailers:bulk_create", "distributor"),
        {"customer": everyone, "to_distributor": world.org_id("dusk"), "form_key": str(uuid7())},
    )
    answer = sally.post(
        f"{API}customers/distributor/",
        {"customers": [str(pk) for pk in everyone], "distributor": None},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid7())},
    )

    assert answer.json() == {"changed": 1}
    with as_owner():
        kept = dict(Customer.objects.filter(pk__in=everyone).values_list("pk", "distributor"))
    assert kept == dict(zip(everyone, [None, None, world.org_id("dusk")], strict=True))


def test_what_she_adds_is_hers_and_what_a_colleague_has_is_said(world, sally):
    typed = {"language": "en", "nickname": "Rex"}

    sally.post(url("retailers:customer_add", world.org_id("rex")), typed)
    refused = sally.post(url("retailers:customer_add", world.org_id("remy")), typed, follow=True)

    with as_owner():
        made = CustomerPrivate.objects.get(supplier=world.orgs["alder"], nickname="Rex")
    assert made.representative_id == world.users["sally"].pk
    assert sally.get(url("retailers:customer_detail", made.customer_id)).status_code == 200
    assert refused.status_code == 200
    assert "A colleague looks after this retailer." in refused.content.decode()


def test_no_refusal_names_her_a_colleagues_retailer(world, sally):
    """Guessing an email or a number tells her that it is taken, and not by whom (SPEC.md P3)."""
    rita, remy = (world.customers["alder", name].pk for name in ("rita", "remy"))
    with as_owner():
        CustomerPrivate.objects.filter(customer=remy).update(
            contact_email="remy@bar.example.com", number="77"
        )
        CustomerPrivate.objects.filter(customer=rita).update(contact_email="rita@bar.example.com")
    taken = {"language": "en", "contact_email": "remy@bar.example.com", "number": "77"}
    new = {"name": "Tenth Bar", "email": "remy@bar.example.com", "country": "US", "language": "en"}
    json = {"content_type": "application/json"}
    typed = {"contact_email": "remy@bar.example.com", "number": "77"}

    def once(**more):
        return {"headers": {"Idempotency-Key": str(uuid7()), **more}}

    answers = [
        sally.post(url("retailers:customer_update", rita), taken | {"version": 1}),
        sally.post(url("retailers:customer_add", world.org_id("rex")), taken),
        sally.post(url("retailers:directory_create"), new | {"number": "77"}),
        sally.patch(f"{API}customers/{rita}/", typed, **json, **once(**{"If-Match": '"v1"'})),
        sally.post(f"{API}customers/", typed | {"retailer": world.org_id("rex")}, **json, **once()),
        sally.post(f"{API}directory/", new | {"customer": typed}, **json, **once()),
    ]
    again = sally.post(f"{API}customers/", {"retailer": world.org_id("remy")}, **json, **once())

    assert [answer.status_code for answer in answers] == [422, 422, 422, 400, 400, 400]
    emails = "A retailer of a colleague has this email already."
    asked = [emails in answer.content.decode() for answer in answers]
    assert asked == [True, False, True, True, True, True], "a claimed entry's form asks for none"
    for answer in answers:
        assert "A retailer of a colleague has this customer number already." in answer.content.decode()
        assert "Remy" not in answer.content.decode()
    assert (again.status_code, again.json()["code"]) == (409, "already_customer")
    assert str(remy) not in again.content.decode()
    named = world.client("alder").post(url("retailers:customer_update", rita), taken | {"version": 1})
    assert "Remy of alder has this email already." in named.content.decode()


def test_she_keeps_what_she_edits_and_hands_nothing_over(world, sally):
    rita = world.customers["alder", "rita"].pk
    form = {"language": "en", "nickname": "R", "version": 1, "representative": str(world.users["alder"].pk)}

    assert sally.post(url("retailers:customer_update", rita), form).status_code == 302
    refused = sally.patch(
        f"{API}customers/{rita}/",
        {"representative": str(world.users["alder"].pk)},
        content_type="application/json",
        headers={"If-Match": '"v2"'},
    )

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "#/representative"
    with as_owner():
        private = CustomerPrivate.objects.get(customer=rita)
    assert (private.nickname, private.representative_id) == ("R", world.users["sally"].pk)


def test_an_admin_assigns_her_another_on_page_and_by_api(world, sally):
    admin, her = world.client("alder"), world.users["sally"].pk
    remy, rosa = (world.customers["alder", name].pk for name in ("remy", "rosa"))
    page = admin.get(url("retailers:customer_update", remy)).content.decode()
    assert "Sally" in page

    admin.post(
        url("retailers:customer_update", remy), {"language": "en", "version": 1, "representative": str(her)}
    )
    by_api = admin.patch(
        f"{API}customers/{rosa}/",
        {"representative": str(her)},
        content_type="application/json",
        headers={"If-Match": '"v1"'},
    )
    stranger = admin.patch(
        f"{API}customers/{rosa}/",
        {"representative": str(world.users["cedar"].pk)},
        content_type="application/json",
        headers={"If-Match": by_api.headers["ETag"]},
    )

    assert by_api.json()["representative"] == str(her)
    assert stranger.status_code == 400
    assert len(sally.get(url("retailers:customer_list")).context["page"].rows) == 3


def test_mails_name_her_own_orders_only(world, sally):
    late(world)
    with as_owner():
        world.orgs["alder"].time_zone = "Asia/Tokyo" if timezone.now().hour < 7 else "UTC"
        world.orgs["alder"].save(update_fields=["time_zone"])
        before = set(OutboundEmail.objects.values_list("pk", flat=True))

    with acting_as(world.context("alder")):
        send_overdue_digest(organization=world.orgs["alder"], side=Side.SELLING)

    with as_owner():
        mails = {m.to: m.text for m in OutboundEmail.objects.exclude(pk__in=before)}
    assert "Remy" in mails["alder@example.com"]
    assert "Rita" in mails["sally@example.com"]
    assert "Remy" not in mails["sally@example.com"]


def test_a_step_by_the_retailer_is_mailed_to_whoever_may_know(world, sally):
    def told(retailer):
        with as_owner():
            before = set(OutboundEmail.objects.values_list("pk", flat=True))
        number = world.orders["alder", retailer].number
        path = reverse("orders:buying_move", args=[retailer, "alder", number, "cancellation"])
        assert world.client(retailer).post(path).status_code in (302, 303)
        with as_owner():
            return set(OutboundEmail.objects.exclude(pk__in=before).values_list("to", flat=True))

    assert "sally@example.com" in told("rita")
    assert "sally@example.com" not in told("remy")


def test_a_group_that_colleagues_retailers_are_in_is_not_hers_to_change(world, sally):
    """What is set for it, and its place, decide the days and terms of them all."""
    group = world.groups["alder"].pk
    changes = [url(f"retailers:group_{name}", group) for name in ("update", "place", "deletion")]

    assert [sally.post(path, {"to": "up", "name": "Hers"}).status_code for path in changes] == [403] * 3

    pages = [url("retailers:group_list"), url("retailers:group_detail", group)]
    shown = "".join(sally.get(path).content.decode() for path in pages)
    assert not [path for path in changes if path in shown]
    own = "".join(world.client("alder").get(path).content.decode() for path in pages)
    assert [path for path in changes if path in own] == changes
