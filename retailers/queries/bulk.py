"""Reads of bulk jobs, each from the company that asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from retailers.enums import BulkState, SkipReason
from retailers.models import BulkItem, BulkJob, Customer
from retailers.queries.customers import all_customers_of
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Membership
from wholesale.organizations.roles import permissions_of, sees_assigned_only
from wholesale.ui.parts import BulkVerb


def job_for_member(acting: Acting, job_id: UUID) -> BulkJob:
    """Return the supplier's bulk job; who sees own customers alone sees own jobs alone; else 404."""
    found = BulkJob.objects.filter(supplier=acting.organization)
    if acting.represents:
        found = found.filter(by=acting.represents)
    try:
        return found.select_related("supplier").get(pk=job_id)
    except BulkJob.DoesNotExist as error:
        raise Http404 from error


def take_running_job(job_id: UUID) -> BulkJob | None:
    """Lock a job that has something left to do; None if it has not, or if another worker is at it."""
    free = BulkJob.objects.select_for_update(of=("self",), skip_locked=True).select_related("supplier")
    return free.filter(pk=job_id, state=BulkState.RUNNING).first()


def due_jobs() -> list[dict[str, Any]]:
    """Return what has something to do, and for whom; runs as the app role."""
    running = BulkJob.objects.filter(state=BulkState.RUNNING).order_by("step_at")
    columns = ("id", "supplier_id", "by_id")
    return list(running.values(*columns)[:50])


def companies_with_jobs() -> list[UUID]:
    """Return the suppliers that have changed many at once; runs as the app role."""
    return list(BulkJob.objects.values_list("supplier_id", flat=True).distinct())


def old_jobs(before: datetime) -> QuerySet[BulkJob]:
    """Return the jobs begun before a moment, of the company in whose context this runs."""
    return BulkJob.objects.filter(created_at__lt=before)


def waiting_customers(job: BulkJob, *, limit: int) -> list[UUID]:
    """Return the next customers of a job, in key order."""
    waiting = BulkItem.objects.filter(supplier_id=job.supplier_id, job=job, is_done=False)
    return list(waiting.order_by("customer").values_list("customer_id", flat=True)[:limit])


def still_seen(job: BulkJob, customer_ids: Sequence[UUID]) -> set[UUID]:
    """Return those of these customers that whoever asked still sees (SPEC.md P3)."""
    seen = all_customers_of(job.supplier).filter(pk__in=customer_ids)
    if job.represents:
        seen = seen.filter(private__representative=job.represents)
    return set(seen.values_list("pk", flat=True))


def may_do(acting: Acting, verb: BulkVerb) -> bool:
    """Tell whether a person has the right; whoever sees only their own retailers hands none over."""
    return acting.may(verb.permission) and not (verb.key == "representative" and acting.represents)


def may_still(job: BulkJob, permission: str) -> bool:
    """Tell whether whoever asked for a job is still a colleague with this right, who sees as much as then."""
    member = Membership.objects.filter(organization=job.supplier_id, user=job.by_id, guest_of=None).first()
    if member is None or (not job.represents and sees_assigned_only(Side.SELLING, member.role)):
        return False
    return permission in permissions_of(Side.SELLING, member.role)


def skip_counts(job: BulkJob) -> list[tuple[SkipReason, int]]:
    """Return how many customers a job left as they were, by reason, the most frequent first."""
    skipped = BulkItem.objects.filter(supplier_id=job.supplier_id, job=job).exclude(skipped="")
    counted = skipped.values("skipped").annotate(n=Count("id")).order_by("-n", "skipped")
    return [(SkipReason(row["skipped"]), row["n"]) for row in counted]


def skipped_customers(acting: Acting, job: BulkJob, *, limit: int) -> list[tuple[Customer, SkipReason]]:
    """Return customers that a job left as they were and that this person sees, by name, each with the reason."""
    skipped = BulkItem.objects.filter(supplier_id=job.supplier_id, job=job).exclude(skipped="")
    if acting.represents:
        skipped = skipped.filter(customer__private__representative=acting.represents)
    found = skipped.select_related("customer__private").order_by("skipped", "customer__private__display_name")
    return [(item.customer, SkipReason(item.skipped)) for item in found[:limit]]
