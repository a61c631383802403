"""The limit of a page: fifty rows through a Django template, without database, middleware or anything of ours.

gunicorn serves `bench.bare:application`; each row says what a row of the shop says.
"""

from decimal import Decimal

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

ROWS = 50
PAGE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
<table><thead><tr><th>Product</th><th>SKU</th><th>Stock</th><th>Price</th><th>Units</th></tr></thead><tbody>
{% for row in rows %}<tr id="p-{{ row.id }}"><th scope="row"><a href="/products/{{ row.id }}/">{{ row.name }}</a>
<small>{{ row.brand }}{% if row.pack %}, {{ row.pack }}{% endif %}</small></th><td>{{ row.sku }}</td>
<td>{% if row.available_units <= 0 %}Sold out{% elif row.available_units < 20 %}{{ row.available_units }} left
{% else %}In stock{% endif %}</td><td>{{ currency }} {{ row.unit_price|floatformat:2 }}</td>
<td><input name="u-{{ row.id }}" type="number" min="0" step="{{ row.order_multiple }}" value="{{ row.units }}"
 aria-label="{{ row.name }}"></td></tr>
{% endfor %}</tbody></table></main></body></html>"""
_TEMPLATE = Engine(autoescape=True).from_string(PAGE)


def _row(number: int) -> dict[str, object]:
    return {
        "id": f"0193503b-6a1c-7d3e-9a55-{number:012x}",
        "name": f"Beer {number:05}",
        "brand": "Northgate",
        "pack": "24 × 355 ml",
        "sku": f"SKU-{number:05}",
        "available_units": number * 7 % 50,
        "unit_price": Decimal(2000 + number) / 100,
        "order_multiple": 1 + number % 6,
        "units": 0,
    }


def page(request: HttpRequest) -> HttpResponse:
    """Answer fifty rows, made anew for each request as a query would."""
    context = {"title": "Shop", "currency": "USD", "rows": [_row(number) for number in range(ROWS)]}
    return HttpResponse(_TEMPLATE.render(Context(context)))


def bare_application() -> object:
    """Return a WSGI application of this page alone."""
    settings.configure(
        SECRET_KEY="only-for-the-bench", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
    )
    django.setup()
    return get_wsgi_application()


urlpatterns = [path("", page), path("livez", page)]
if not settings.configured:
    application = bare_application()
