"""A company's logo, on its shop and its mails (SPEC.md N2)."""

from django.db import transaction

from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.files.pictures import drawn_logo
from wholesale.files.services import forget_pictures, keep_picture
from wholesale.organizations.models import Organization


@transaction.atomic
def put_logo(*, organization: Organization, content: bytes, by: User) -> Organization:
    """Give a company a logo, or another one; mails sent before keep showing theirs.

    No version is asked: there is nothing typed to lose, and of two at once the later one stands.

    Locks:  the company, once the picture is drawn.
    Raises: PictureRefused; then nothing is written.
    Source: DATA.md 5.2.
    """
    drawn = drawn_logo(content)
    company = Organization.objects.select_for_update().get(pk=organization.pk)
    keep_picture(organization_id=company.pk, drawn=drawn)
    return _save(company, drawn.digest, drawn.shown_width, drawn.shown_height, by=by)


@transaction.atomic
def remove_logo(*, organization: Organization, by: User) -> Organization:
    """Take a company's logo away, its earlier ones too: readers of mails already sent see the name instead.

    Locks:  the company.
    """
    company = Organization.objects.select_for_update().get(pk=organization.pk)
    forget_pictures(organization_id=company.pk)
    return _save(company, "", 0, 0, by=by)


def _save(company: Organization, digest: str, width: int, height: int, *, by: User) -> Organization:
    before, after = difference({"logo": company.logo_digest}, {"logo": digest})
    if not after:
        return company
    company.logo_digest, company.logo_width, company.logo_height = digest, width, height
    company.save(update_fields=["logo_digest", "logo_width", "logo_height"])
    record_change(
        organization_id=company.pk,
        by=by,
        verb="logo_changed" if digest else "logo_removed",
        subject=company,
        subject_name=company.name,
        before=before,
        after=after,
    )
    return company
