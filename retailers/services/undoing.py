"""A merge is undone: every row goes back as it was, and what has happened since stays (C7). In the staff's context."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retailers.enums import CustomerEventKind
from retailers.errors import MergeRefused
from retailers.merging import UNDO_DAYS
from retailers.models import Customer, Merge, MergedCustomer, MergedRow
from retailers.queries.merging import lock_both, lock_merge
from retailers.services.merging import record_on_all, write_history
from retailers.services.moving import put_back
from retailers.services.parting import leave_behind, rows_of, went_back
from retailers.services.repointing import refresh
from wholesale.accounts.models import User


@transaction.atomic
def undo_merge(*, merge: Merge, by: User) -> Merge:
    """Make two of one again, each as it was; done once.

    Orders placed since, and whatever else the one that stays has done, are its own: at a supplier whose only
    customer goes back, it gets a customer of its own for them.

    Locks:  the merge, the entry that stays, carts, invitations, customers, each in key order.
    Raises: MergeRefused (too late; a later merge lies on top; something new has taken the place); then nothing is
        written.
    Source: C7.
    """
    merge = lock_merge(merge)
    if merge.undone_at:
        return merge
    _check(merge)
    lock_both(merge.kept_id, merge.gone_id)
    joined = list(MergedCustomer.objects.filter(merge=merge).values_list("customer_id", "gone_id"))
    moved = went_back(merge)
    before = rows_of("retailers_customer", moved)
    MergedCustomer.objects.filter(merge=merge).delete()
    try:
        with transaction.atomic():
            put_back(merge)
    except IntegrityError as error:
        raise MergeRefused(_what_is_in_the_way(error)) from error
    stayed = leave_behind(merge, before)
    touched = _customers([*(key for pair in joined for key in pair), *moved])
    refresh([each.pk for each in touched] + stayed)
    write_history(merge, touched, CustomerEventKind.PARTED, merge.gone_name)
    record_on_all(merge, touched, "retailers_parted", by, {})
    MergedRow.objects.filter(merge=merge).delete()
    merge.undone_at, merge.undone_by_name = timezone.now(), str(by)[:120]
    merge.save(update_fields=["undone_at", "undone_by_name"])
    return merge


@transaction.atomic
def forget_old_merges() -> int:
    """Drop what merges keep for their undoing when its time is over; the redirects stay."""
    old = timezone.now() - timedelta(days=UNDO_DAYS)
    return MergedRow.objects.filter(merge__at__lt=old).delete()[0]


def _check(merge: Merge) -> None:
    if not merge.is_undoable:
        raise MergeRefused(_("A merge can be undone for %(days)s days.") % {"days": UNDO_DAYS})
    both = (merge.kept_id, merge.gone_id)
    later = Merge.objects.filter(undone_at=None, at__gt=merge.at)
    on_top = (later.filter(kept__in=both) | later.filter(gone__in=both)).order_by("-at").first()
    if on_top:
        raise MergeRefused(
            _("%(gone)s was merged into %(kept)s since. Undo that first.")
            % {"gone": on_top.gone_name, "kept": on_top.kept_name}
        )


def _what_is_in_the_way(error: IntegrityError) -> str:
    named = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    words = {
        "customer_number_once": _(
            "A supplier has given the customer number of the one that would come back to another retailer since."
            " The number must be free first."
        ),
        "customer_email_once": _(
            "A supplier has given the contact email of the one that would come back to another retailer since."
            " The email must be free first."
        ),
        "customer_once": _("A supplier has made the entry that would come back its customer anew."),
        "invitation_pending_once": _(
            "A supplier has invited the same email for another retailer since. That invitation must end first."
        ),
    }
    return words.get(named, _("Something written since stands in the way (%(what)s).") % {"what": named})


def _customers(ids: list[UUID]) -> list[Customer]:
    return list(Customer.objects.filter(pk__in=ids).order_by("pk"))
