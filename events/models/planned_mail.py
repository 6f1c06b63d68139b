"""Mails an event sends by itself: when, to whom, and which words."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.enums import MailAim, MailMoment, MailUnit
from events.models.event import Event
from networking.models.fields import LineField, ProseField

GRACE = timedelta(days=7)  # how long a mail after the end may be late


class PlannedMail(models.Model):
    """A rule: so long before the start or after the end, everybody who fits then gets these words, once.

    Relative to the event, so it moves with the event and comes along when the event is copied. Empty lists and
    words narrow nothing. `answer` is as `questionnaire.with_answer` takes it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="planned_mails")
    aim = models.CharField(_("what for"), max_length=10, choices=MailAim.choices, default=MailAim.TELL)
    amount = models.PositiveSmallIntegerField(_("how long"))
    unit = models.CharField(_("unit"), max_length=5, choices=MailUnit.choices, default=MailUnit.DAYS)
    moment = models.CharField(_("moment"), max_length=12, choices=MailMoment.choices)
    states = models.JSONField(_("states"), default=list)
    categories = models.JSONField(_("categories"), default=list, blank=True)
    came = models.CharField(_("arrival"), max_length=3, blank=True)  # "yes", "no" or both
    answer = models.CharField(_("answer"), max_length=120, blank=True)
    subject_de = LineField(_("German subject"), max_length=150)
    text_de = ProseField(_("German text"), max_length=5000)
    subject_en = LineField(_("English subject"), max_length=150, blank=True)
    text_en = ProseField(_("English text"), max_length=5000, blank=True)
    is_on = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["moment", "pk"]

    def __str__(self) -> str:
        return self.subject_de

    @property
    def span(self) -> str:
        """How long before or after, in words."""
        if self.unit == MailUnit.HOURS:
            words = ngettext("%(number)d hour", "%(number)d hours", self.amount)
        else:
            words = ngettext("%(number)d day", "%(number)d days", self.amount)
        return words % {"number": self.amount}

    @property
    def due_at(self) -> datetime:
        """On the clock on the wall: two days before 16:00 is 16:00, in summer as in winter."""
        span = timedelta(**{self.unit: self.amount})
        if self.moment == MailMoment.BEFORE_START:
            span, mark = -span, self.event.starts_at
        else:
            mark = self.event.ends_at
        if self.unit == MailUnit.HOURS:
            return mark + span
        return timezone.make_aware(timezone.make_naive(mark) + span)

    @property
    def closes_at(self) -> datetime:
        """From then on it makes no sense: the event has begun, or it was too long ago."""
        return self.event.starts_at if self.moment == MailMoment.BEFORE_START else self.due_at + GRACE

    @property
    def is_due(self) -> bool:
        return self.due_at <= timezone.now() < self.closes_at
