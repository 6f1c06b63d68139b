"""Events and what a visitor may see of them."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.enums import (
    AttendeeList,
    Entry,
    EventState,
    Format,
    Meetings,
    Visibility,
    WaitingList,
)
from events.formats import DEFAULT_VISIBILITIES, POLICIES, Policy
from events.models import expressions
from networking.access import has_role
from networking.enums import Role
from networking.models import (
    FieldOfAction,
    Person,
    Picture,
    Project,
    ProjectMember,
    Topic,
    TransformationLine,
)
from networking.models.fields import LineField, ProseField
from networking.models.translated import Translated


def _visibility_in(*words: Visibility) -> Q:
    """Events that are effectively one of these, asked by columns: of those a database knows how many there are."""
    usual = [name for name, default in DEFAULT_VISIBILITIES.items() if default in words]
    return Q(visibility__in=words) | Q(visibility=None, format__in=usual)


_NOT_CONFIDENTIAL = [word for word in Visibility if word != Visibility.CONFIDENTIAL]


class EventQuerySet(models.QuerySet):
    def with_visibility(self) -> "EventQuerySet":
        """Adds `effective_visibility`: the event's own value, else its format's."""
        return self.annotate(effective_visibility=expressions.EffectiveVisibility("visibility", "format"))

    def visible_to(self, person) -> "EventQuerySet":
        """Events this person may read by address. What one may not see does not exist.

        Public and unlisted: everybody. Community: people of MPI projects. Confidential: the event's team and
        signed-in invitees. Drafts: the team and, unless confidential, organisers.
        """
        events = self.with_visibility()
        published = Q(state__in=[EventState.PUBLISHED, EventState.CANCELLED], published_at__isnull=False)
        open_to_all = published & _visibility_in(Visibility.PUBLIC, Visibility.UNLISTED)
        if not person.is_authenticated:
            return events.filter(open_to_all)
        allowed = open_to_all | Q(pk__in=person.event_teams.values("event"))
        allowed |= published & Q(pk__in=person.invitations.open_or_accepted().values("event"))
        if has_role(person, Role.ORGANISER, Role.AUDITOR):
            allowed |= _visibility_in(*_NOT_CONFIDENTIAL)
        if ProjectMember.objects.filter(person=person).exists():
            allowed |= published & _visibility_in(Visibility.COMMUNITY)
        return events.filter(allowed)

    def managed_by(self, person) -> "EventQuerySet":
        """Events this person organises: their teams' and, for the office, all but other teams' confidential ones."""
        mine = Q(pk__in=person.event_teams.values("event"))
        if has_role(person, Role.ORGANISER):
            mine |= _visibility_in(*_NOT_CONFIDENTIAL)
        return self.with_visibility().filter(mine)

    def overseen_by(self, person) -> "EventQuerySet":
        """Events whose figures this person may read: the managed ones, for auditors all but confidential ones."""
        if has_role(person, Role.ORGANISER, Role.AUDITOR):
            open_ones = _visibility_in(*_NOT_CONFIDENTIAL)
            return self.with_visibility().filter(open_ones | Q(pk__in=person.event_teams.values("event")))
        return self.managed_by(person)

    def listed(self) -> "EventQuerySet":
        """Of the visible ones, those that lists and feeds name: never drafts, unlisted or confidential ones."""
        return self.filter(
            _visibility_in(Visibility.PUBLIC, Visibility.COMMUNITY),
            state__in=[EventState.PUBLISHED, EventState.CANCELLED],
        )

    def countable(self) -> "EventQuerySet":
        """Those of which a figure may tell that they exist: all but confidential ones."""
        return self.with_visibility().filter(_visibility_in(*_NOT_CONFIDENTIAL))

    def public(self) -> "EventQuerySet":
        """What anybody may be told of without being asked who they are: feeds, sitemap, API without a token."""
        return self.with_visibility().filter(
            _visibility_in(Visibility.PUBLIC),
            state__in=[EventState.PUBLISHED, EventState.CANCELLED],
            published_at__isnull=False,
        )

    def upcoming(self, now: datetime | None = None) -> "EventQuerySet":
        """Not over yet, the nearest first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> "EventQuerySet":
        """Over, the latest first."""
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")

    def with_seats(self) -> "EventQuerySet":
        """Adds `taken`, `confirmed`, `waiting` and `reserved` (kept by invitations): counted, never stored.

        `is_divided` says that more is limited than the room: then a free seat may not be for everybody.
        """
        return self.annotate(
            taken=expressions.Taken("pk"),
            confirmed=expressions.Confirmed("pk"),
            waiting=expressions.Waiting("pk"),
            reserved=expressions.reserved(timezone.now()),
            is_divided=expressions.IsDivided("pk"),
        )


class Event(Translated, models.Model):
    """One event in one of the four formats.

    `starts_at` and `ends_at` are always set; an all-day event runs from midnight to midnight after its last day
    (Europe/Berlin). `seat_revision` is the lock and the place in line, `sequence` the calendar's revision,
    `changed_at` the last change a visitor could see.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.DRAFT)
    title_de = LineField(_("German title"), max_length=200)
    title_en = LineField(_("English title"), max_length=200, blank=True)
    summary_de = ProseField(_("German summary"), max_length=400, blank=True)
    summary_en = ProseField(_("English summary"), max_length=400, blank=True)
    description_de = ProseField(_("German description"), max_length=20_000, blank=True)
    description_en = ProseField(_("English description"), max_length=20_000, blank=True)

    all_day = models.BooleanField(_("all day"), default=False)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    moved_from = models.DateTimeField(null=True, blank=True)  # the former start, shown struck
    untold = models.JSONField(default=dict, blank=True, editable=False)  # services/telling.py

    venue = LineField(_("venue"), max_length=200, blank=True)
    street = LineField(_("street and number"), max_length=200, blank=True)
    locality = LineField(_("postcode and town"), max_length=200, blank=True)
    directions_de = ProseField(_("getting there and accessibility, German"), max_length=4000, blank=True)
    directions_en = ProseField(_("getting there and accessibility, English"), max_length=4000, blank=True)
    is_online = models.BooleanField(_("takes place online"), default=False)
    online_url = models.URLField(
        _("online link"), max_length=500, blank=True, help_text=_("Only confirmed attendees see it.")
    )
    language = LineField(_("language of the event"), max_length=60, blank=True)
    contact_name = LineField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact's e-mail address"), blank=True)

    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: no limit."))
    overbooking = models.PositiveSmallIntegerField(
        _("planned overbooking"),
        default=0,
        help_text=_("Seats given beyond the number of seats, because some people never come."),
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)

    # Overrides of formats.py; empty means "as the format says".
    visibility = models.CharField(
        _("visibility"), max_length=12, choices=Visibility.choices, null=True, blank=True
    )
    entry = models.CharField(_("entry"), max_length=10, choices=Entry.choices, null=True, blank=True)
    confirm_email_hours = models.PositiveSmallIntegerField(
        _("hours to confirm the e-mail address"), null=True, blank=True
    )
    waiting_list = models.CharField(
        _("waiting list"), max_length=10, choices=WaitingList.choices, null=True, blank=True
    )
    offer_working_hours = models.PositiveSmallIntegerField(
        _("working hours to take an offered seat"), null=True, blank=True
    )
    cancel_until_hours = models.PositiveSmallIntegerField(
        _("hours before the start until which participants cancel"), null=True, blank=True
    )
    change_until_hours = models.PositiveSmallIntegerField(
        _("hours before the start until which participants change their details"), null=True, blank=True
    )
    deputies = models.PositiveSmallIntegerField(
        _("how often a place may be handed on"), null=True, blank=True
    )
    attendee_list = models.CharField(
        _("attendee list"), max_length=10, choices=AttendeeList.choices, null=True, blank=True
    )
    meetings = models.CharField(
        _("1:1 meetings"), max_length=10, choices=Meetings.choices, null=True, blank=True
    )
    retention_days = models.PositiveSmallIntegerField(_("days personal data are kept"), null=True, blank=True)

    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="events")
    fields_of_action = models.ManyToManyField(
        FieldOfAction, verbose_name=_("fields of action"), blank=True, related_name="events"
    )
    transformation_lines = models.ManyToManyField(
        TransformationLine, verbose_name=_("transformation lines"), blank=True, related_name="events"
    )
    projects = models.ManyToManyField(Project, through="Contribution", related_name="events")

    previous = models.ForeignKey(  # the edition before: last year's
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="next_editions"
    )
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="events")
    report_url = models.URLField(max_length=300, blank=True)
    participants_reported = models.PositiveIntegerField(null=True, blank=True)
    participants_approximate = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)  # made up by `make demo`, marked everywhere

    seat_revision = models.PositiveBigIntegerField(default=0, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)  # raised by each save of the form
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancellation_reason_de = ProseField(max_length=1000, blank=True)
    cancellation_reason_en = ProseField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    translated = ("title", "summary", "description", "directions", "cancellation_reason")
    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["state", "ends_at"]),
            models.Index(fields=["starts_at", "id", "ends_at"], name="event_in_order"),  # pages of lists
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_capacity_at_least_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.slug])

    def policy(self, name: str):
        """The value of a rule of `formats.Policy` for this event: its own, else its format's."""
        own = getattr(self, name, None)
        return getattr(self.format_policy, name) if own in (None, "") else own

    @property
    def format_policy(self) -> Policy:
        return POLICIES[self.format]

    @property
    def effective_retention_days(self) -> int:
        """Days after the end for which personal data are kept."""
        return self.policy("retention_days")

    @property
    def is_confidential(self) -> bool:
        return self.policy("visibility") == Visibility.CONFIDENTIAL

    @property
    def is_cancelled(self) -> bool:
        return self.state == EventState.CANCELLED

    @property
    def is_published(self) -> bool:
        return self.state == EventState.PUBLISHED

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def needs_telling(self) -> bool:
        """Time or place changed since the people registered were last told, and nobody decided yet whom to tell."""
        return bool(self.untold) and self.is_published and not self.is_past

    @property
    def last_day(self):
        """The last day in Berlin: an all-day event ends at the midnight after it."""
        end = self.ends_at - timedelta(seconds=1) if self.all_day else self.ends_at
        return timezone.localdate(end)

    @property
    def address(self) -> str:
        """One line to find the place: venue, street, town."""
        return ", ".join(filter(None, [self.venue, self.street, self.locality])) or self.place

    @property
    def place(self) -> str:
        """One line: venue and town, or that it is online."""
        line = ", ".join(filter(None, [self.venue, self.locality]))
        return line or (str(_("Online")) if self.is_online else "")
