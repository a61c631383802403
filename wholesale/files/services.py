"""Keeping pictures."""

from uuid import UUID

from wholesale.files.models import Picture
from wholesale.files.pictures import Drawn

KEPT = 10  # of each company: the one in use, and those that mails sent before still show


def keep_picture(*, organization_id: UUID, drawn: Drawn) -> None:
    """Write a picture down, once; the company's oldest beyond KEPT go."""
    new = Picture(organization_id=organization_id, digest=drawn.digest, content=drawn.png)
    mine = Picture.objects.filter(organization_id=organization_id)
    mine.filter(digest=drawn.digest).delete()  # comes again: it is the newest then
    new.save(force_insert=True)
    kept = mine.order_by("-created_at", "-id").values_list("pk", flat=True)[:KEPT]
    mine.exclude(pk__in=list(kept)).delete()


def forget_pictures(*, organization_id: UUID) -> None:
    """Delete all pictures of a company, also for readers of mails already sent."""
    Picture.objects.filter(organization_id=organization_id).delete()
