"""Choosing whom a draft goes to and whether it counts clicks; frozen from approval on."""

from django.db import transaction
from django.db.models import QuerySet

from networking.enums import Language, Source
from networking.models import Person
from networking.services import audit
from notifications.enums import IssueState
from notifications.models import Issue, Subscription
from notifications.queries import readers
from notifications.segments import Segment
from notifications.services.newsletters.writing import lock, refuse_unless

FEW = 5  # fewer are counted, not shown
_SHOWN = 5


@transaction.atomic
def choose(issue: Issue, segment: Segment, *, counts_clicks: bool, actor: Person) -> Issue:
    """Write the rule down. Whoever chooses counts as an author. Raises IssueRefused for what is no draft."""
    issue = lock(issue)
    refuse_unless(issue, IssueState.DRAFT)
    segment = {name: chosen for name, chosen in segment.items() if chosen}
    if (issue.segment, issue.counts_clicks) != (segment, counts_clicks):
        issue.segment, issue.counts_clicks = segment, counts_clicks
        issue.save(update_fields=["segment", "counts_clicks", "changed_at"])
        issue.authors.add(actor)
        audit.record(
            "issue.choose-readers", issue, actor=actor, source=Source.ORGANISER, fields=sorted(segment)
        )
    return issue


def count(issue: Issue) -> int:
    """How many readers it goes to as things stand."""
    return sum(readers(issue, language.value).count() for language in Language)


def sample(issue: Issue) -> list[Subscription]:
    """A few of them, to see whether the rule means what one thinks; none where so few would give somebody away."""
    found = [reader for language in Language for reader in _some(readers(issue, language.value))]
    return found[:_SHOWN] if count(issue) >= FEW else []


def _some(some: QuerySet[Subscription]) -> QuerySet[Subscription]:
    return some.order_by("uuid")[:_SHOWN]
