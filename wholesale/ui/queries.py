"""What the screen reads of a company: its colour, which anybody may see."""

from django.http import Http404

from wholesale.organizations.models import Organization


def brand_colour_of(slug: str) -> str:
    """Return the colour of this company's shop; 404 if there is no such company in public."""
    colour = (
        Organization.objects.filter(slug=slug, private_to=None).values_list("brand_color", flat=True).first()
    )
    if colour is None:
        raise Http404
    return colour
