"""1:1 meetings of an event: the round, when and where one can meet, which projects take part, whom they want to meet.

A party is a project, never a person: whoever is there for it comes to its meetings.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.enums import MeetingRoundState, MeetingState, MeetingWishKind
from events.models.event import Event
from events.models.registration import Registration
from networking.models import Project
from networking.models.fields import LineField


class MeetingRound(models.Model):
    """The 1:1 meetings of one event and how far they are.

    `revision` rises with every write of anything of the round: the write that raises it is the round's lock
    (events/services/meeting_rounds.py). `agenda_revision` rises with every change of a published meeting. What the
    latest plan is worth stands in `plan_value`, `plan_bound` and `plan_short` as events/scheduling tells it;
    `steps_done` of `steps_total` are done of a plan being computed since `computing_since`. `needs_replan`: a published
    meeting fell away and nobody has filled the gap yet.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.OneToOneField(Event, models.CASCADE, related_name="meeting_round")
    state = models.CharField(max_length=10, choices=MeetingRoundState.choices, default=MeetingRoundState.OFF)
    choose_until = models.DateTimeField(_("wishes until"), null=True, blank=True)
    minimum = models.PositiveSmallIntegerField(_("meetings for each project, at least"), default=2)
    fairness = models.PositiveSmallIntegerField(_("weight of that minimum, in percent"), default=100)
    most_musts = models.PositiveSmallIntegerField(_("“must meet” for each project, at most"), default=5)
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    plan_value = models.PositiveBigIntegerField(null=True, blank=True)
    plan_bound = models.PositiveBigIntegerField(null=True, blank=True)
    plan_short = models.JSONField(
        default=list, blank=True
    )  # [{"party": pk, "meetings": n, "reason": Reason}, …]
    planned_at = models.DateTimeField(null=True, blank=True)
    needs_replan = models.BooleanField(default=False)
    computing_since = models.DateTimeField(null=True, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    agenda_revision = models.PositiveBigIntegerField(default=0, editable=False)
    revision = models.PositiveBigIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return str(self.event)

    @property
    def is_choosing(self) -> bool:
        """Whether projects can join, leave and choose now."""
        until = self.choose_until
        return self.state == MeetingRoundState.CHOOSING and (until is None or until > timezone.now())

    @property
    def is_published(self) -> bool:
        return self.state == MeetingRoundState.PUBLISHED

    @property
    def plan_quality(self) -> float | None:
        """What the plan fulfils of what any plan could, between 0 and 1; None without a plan."""
        if self.plan_bound is None or self.plan_value is None:
            return None
        return min(self.plan_value / self.plan_bound, 1.0) if self.plan_bound else 1.0


class MeetingSlot(models.Model):
    """A time at which meetings take place, within the event; those of a round do not overlap."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "starts_at"], name="meeting_slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_slot_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%H:%M} – {end:%H:%M}"


class MeetingTable(models.Model):
    """Where two projects sit down, in every slot; the first are preferred."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="tables")
    label = LineField(_("label"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "label"], name="meeting_table_once")]

    def __str__(self) -> str:
        return self.label


class MeetingPartyQuerySet(models.QuerySet):
    def present(self) -> "MeetingPartyQuerySet":
        """Those that take part now."""
        return self.filter(left_at=None)


class MeetingParty(models.Model):
    """A project that takes part; `away` are the slots in which it cannot.

    Leaving keeps the row, so that coming back finds the wishes again. `revision` rises with every sending of the
    form, so that two people of one project do not overwrite each other.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="parties")
    project = models.ForeignKey(Project, models.CASCADE, related_name="meeting_parties")
    joined_by = models.ForeignKey(
        Registration, models.SET_NULL, null=True, blank=True, related_name="joined_parties"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)  # when wishes were last sent
    away = models.ManyToManyField(MeetingSlot, blank=True, related_name="away_parties")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = MeetingPartyQuerySet.as_manager()

    class Meta:
        ordering = ["project__title_de", "pk"]
        verbose_name_plural = "meeting parties"
        constraints = [models.UniqueConstraint(fields=["round", "project"], name="meeting_party_once")]

    def __str__(self) -> str:
        return str(self.project)


class MeetingWish(models.Model):
    """What a party says about meeting another. A "no" is silent: only the plan knows it."""

    party = models.ForeignKey(MeetingParty, models.CASCADE, related_name="wishes")
    other = models.ForeignKey(MeetingParty, models.CASCADE, related_name="wishes_about")
    kind = models.CharField(max_length=4, choices=MeetingWishKind.choices)

    class Meta:
        ordering = ["party", "other"]
        constraints = [
            models.UniqueConstraint(fields=["party", "other"], name="meeting_wish_once"),
            models.CheckConstraint(condition=~Q(party=F("other")), name="meeting_wish_about_another"),
        ]

    def __str__(self) -> str:
        return f"{self.party} → {self.other}: {self.kind}"


class MeetingQuerySet(models.QuerySet):
    def standing(self) -> "MeetingQuerySet":
        """All but cancelled ones."""
        return self.exclude(state=MeetingState.CANCELLED)

    def published(self) -> "MeetingQuerySet":
        return self.filter(state=MeetingState.PUBLISHED)

    def of(self, party: MeetingParty) -> "MeetingQuerySet":
        return self.filter(Q(first=party) | Q(second=party))

    def in_order(self) -> "MeetingQuerySet":
        """By time and table, with all that a line of an agenda shows."""
        rows = self.select_related("slot", "table", "first__project", "second__project")
        return rows.order_by("slot__starts_at", "table__position", "pk")


_STANDS = ~Q(state=MeetingState.CANCELLED)


class Meeting(models.Model):
    """Two parties at a table in a slot; `first` is the smaller key.

    `sequence` is the revision of its calendar entry: raised by each change after publishing. That nobody sits at two
    tables at once, as `first` of one and `second` of another, is checked under the round's lock.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="meetings")
    slot = models.ForeignKey(MeetingSlot, models.CASCADE, related_name="meetings")
    table = models.ForeignKey(MeetingTable, models.CASCADE, related_name="meetings")
    first = models.ForeignKey(MeetingParty, models.CASCADE, related_name="meetings_as_first")
    second = models.ForeignKey(MeetingParty, models.CASCADE, related_name="meetings_as_second")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    is_pinned = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        MeetingParty, models.SET_NULL, null=True, blank=True, related_name="cancelled_meetings"
    )
    reason = LineField(_("reason"), max_length=300, blank=True)  # told to the other party

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["slot", "table", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="meeting_of_two"),
            models.UniqueConstraint(fields=["first", "second"], condition=_STANDS, name="meeting_pair_once"),
            models.UniqueConstraint(fields=["slot", "table"], condition=_STANDS, name="meeting_table_free"),
            models.UniqueConstraint(fields=["slot", "first"], condition=_STANDS, name="meeting_first_free"),
            models.UniqueConstraint(fields=["slot", "second"], condition=_STANDS, name="meeting_second_free"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    def other(self, party: MeetingParty) -> MeetingParty:
        """Whom this party meets."""
        return self.second if self.first_id == party.pk else self.first
