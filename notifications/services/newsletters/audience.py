"""Choosing whom a draft goes to and whether it counts clicks; frozen from approval on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from networking.enums import Language, Source
from networking.models import Person
from networking.services import audit
from notifications.enums import IssueState
from notifications.models import Issue, MeantReader, Subscription
from notifications.queries import readers
from notifications.segments import Segment, in_words
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


def fix(issue: Issue) -> None:
    """Write down who is meant now that its sending begins, and by which rule: what changes later counts no more.

    The caller owns the transaction and has locked the issue.
    """
    numbers = {}
    for language in Language.values:
        meant = [
            MeantReader(issue=issue, subscription_id=key, language=language)
            for key in readers(issue, language).order_by().values_list("pk", flat=True)
        ]
        MeantReader.objects.bulk_create(meant, batch_size=1000)
        numbers[language] = len(meant)
    issue.meant = {"at": timezone.now().isoformat(), "readers": numbers, "rule": issue.segment}
    issue.save(update_fields=["meant"])


@dataclass(frozen=True)
class Meant:
    """Whom an issue's sending began with; `rule` is empty where it was everybody.

    Kept are the choices, not their names: an event that became confidential since is named no more.
    """

    at: datetime
    number: int
    languages: list[tuple[str, int]]
    rule: list[tuple[str, str]]


def meant(issue: Issue) -> Meant | None:
    """None before its sending began."""
    if not issue.meant:
        return None
    numbers = issue.meant["readers"]
    return Meant(
        datetime.fromisoformat(issue.meant["at"]),
        sum(numbers.values()),
        [(language.label, numbers[language.value]) for language in Language],
        in_words(issue.meant["rule"]),
    )


def sample(issue: Issue) -> list[Subscription]:
    """A few of them, to see whether the rule means what one thinks; none where so few would give somebody away."""
    found = [reader for language in Language for reader in _some(readers(issue, language.value))]
    return found[:_SHOWN] if count(issue) >= FEW else []


def _some(some: QuerySet[Subscription]) -> QuerySet[Subscription]:
    return some.order_by("uuid")[:_SHOWN]
