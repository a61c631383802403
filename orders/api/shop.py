"""Shops for machines: what a customer is offered, found and narrowed as its shop does it (SPEC.md O1, X1)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.api.shop_shapes import (
    FacetsOutput,
    OfferOutput,
    WholeOfferOutput,
    WishFilters,
    facets_shown,
    offer_shown,
    wish_from,
)
from orders.queries.carts import customer_for_buyer
from orders.queries.facets import facets_of
from orders.queries.offering import offers_page
from orders.queries.priced import PricedCart
from orders.queries.shop import offer_for_page
from orders.queries.shop_sheet import shop_headings, shop_rows
from orders.queries.viewing import customer_to_view
from retailers.models import Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.pagination import cursor_of, filters_of, limit_of, page_answer
from wholesale.api.rendering import WrittenRows
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import CSV_TYPE, XLSX_TYPE, sheet_response
from wholesale.tenancy.reading import only_reads

BUYER = Need(Side.BUYING, {"GET": Permission.VIEW_PRODUCTS})
SUPPLIER = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})


class ShopProductsApi(ApiView):
    """What a customer is offered by a supplier: its price, and what is free in the stock that serves it."""

    need = BUYER
    is_list = True
    Filters = WishFilters
    Output = OfferOutput

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """List what is offered, by name; with words to search for, the closest of a few first.

        Where nothing is called so and another spelling is, `meant` says which words were taken for those of `q`.
        An inactive customer is offered nothing.
        """
        company = acting_of_call(request).organization
        return self.offers(request, customer_for_buyer(company, supplier, related=("terms",)))

    def offers(self, request: Request, customer: Customer) -> Response:
        """Answer a page of what a customer is offered."""
        wish = wish_from(filters_of(request, self.Filters), cursor=request.query_params.get("cursor", ""))
        offers = offers_page(customer, wish, size=limit_of(request), is_json=True)
        cursor_of(request, offers.order)
        answer = page_answer(request, offers.page, WrittenRows(row["json"] for row in offers.page.rows))
        if offers.meant:
            answer.data["meant"] = offers.meant
        return answer


class CustomerProductsApi(ShopProductsApi):
    """What one of your customers is offered: as its own shop says it, only to read."""

    need = SUPPLIER

    @only_reads
    def get(self, request: Request, organization: str, customer: UUID) -> Response:  # type: ignore[override]
        """List what this customer is offered, as its own list has it.

        One that you have invited sees it once it has accepted; one that you have not activated sees nothing.
        """
        return self.offers(request, customer_to_view(acting_of_call(request), customer))


class ShopProductApi(ApiView):
    """One product of a shop."""

    need = BUYER
    Output = WholeOfferOutput

    def get(self, request: Request, organization: str, supplier: str, product: UUID) -> Response:
        """Read one product with everything that its page says; 404 if it is not offered."""
        return self.offer(customer_for_buyer(acting_of_call(request).organization, supplier), product)

    def offer(self, customer: Customer, product: UUID) -> Response:
        """Answer one product as a customer is offered it."""
        return Response(offer_shown(offer_for_page(PricedCart(customer), product)))


class CustomerProductApi(ShopProductApi):
    """One product of the shop of one of your customers."""

    need = SUPPLIER

    @only_reads
    def get(self, request: Request, organization: str, customer: UUID, product: UUID) -> Response:  # type: ignore[override]
        """Read one product as this customer is offered it; 404 if it is not."""
        return self.offer(customer_to_view(acting_of_call(request), customer), product)


class ShopFacetsApi(ApiView):
    """What a shop can be narrowed by."""

    need = BUYER
    Filters = WishFilters
    Output = FacetsOutput

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """Count what each category, brand and property would leave of the list with these filters.

        The counts are kept for half a minute.
        """
        return self.facets(request, customer_for_buyer(acting_of_call(request).organization, supplier))

    def facets(self, request: Request, customer: Customer) -> Response:
        """Answer the counts for a customer."""
        return Response(facets_shown(facets_of(customer, wish_from(filters_of(request, self.Filters)))))


class CustomerFacetsApi(ShopFacetsApi):
    """What the shop of one of your customers can be narrowed by."""

    need = SUPPLIER

    @only_reads
    def get(self, request: Request, organization: str, customer: UUID) -> Response:  # type: ignore[override]
        """Count what each choice would leave of this customer's list."""
        return self.facets(request, customer_to_view(acting_of_call(request), customer))


class ShopFileApi(ApiView):
    """A shop as a file."""

    need = BUYER
    files = (XLSX_TYPE, CSV_TYPE)

    class Filters(WishFilters):
        as_format = serializers.ChoiceField(["xlsx", "csv"], default="xlsx")

    def get(self, request: Request, organization: str, supplier: str) -> Any:
        """Download what the list shows with these filters, as XLSX or with `as_format=csv` as CSV."""
        return self.file(request, customer_for_buyer(acting_of_call(request).organization, supplier))

    def file(self, request: Request, customer: Customer) -> Any:
        """Answer the file of a customer's shop."""
        filters = filters_of(request, self.Filters)
        rows = shop_rows(PricedCart(customer), wish_from(filters))
        name = f"{customer.supplier.slug}-products"
        return sheet_response(rows, headings=shop_headings(), name=name, as_format=filters["as_format"])


class CustomerFileApi(ShopFileApi):
    """The shop of one of your customers as a file."""

    need = SUPPLIER

    @only_reads
    def get(self, request: Request, organization: str, customer: UUID) -> Any:  # type: ignore[override]
        """Download what this customer is offered."""
        return self.file(request, customer_to_view(acting_of_call(request), customer))
