"""Calendars as they were last written: entries by event and language, and the state of every feed.

All of it can be made again from the events; nothing here is a truth of its own.
"""

from django.db import models

from events.models.event import Event
from networking.enums import Language
from networking.models import Person


class EventFragment(models.Model):
    """The entry of one event as anybody may read it, in one language, ready to be joined into a feed.

    `sessions` are those of an event of several days, `feeds` the keys of the feeds it stands in. `state` says of which
    state of the event it was written, so that the clock finds what was changed past the services; `modified` is a
    whole second, later with every change.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="fragments")
    language = models.CharField(max_length=2, choices=Language.choices)
    lines = models.TextField()
    sessions = models.TextField(blank=True)
    feeds = models.JSONField(default=list)
    state = models.CharField(max_length=64)
    modified = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="fragment_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.language}"


class FeedVersion(models.Model):
    """The state of one public feed: `token` is new with every change, `modified` a later second than any before.

    The token is drawn, not counted: a database that was put back from a copy never repeats one.
    """

    key = models.CharField(max_length=80, primary_key=True)  # "topic/heat/de"
    token = models.CharField(max_length=32)
    modified = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.key


class PersonalFeed(models.Model):
    """The state in which somebody's own feed was last asked for, and since when it is so."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="personal_feed")
    state = models.CharField(max_length=64)
    modified = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return str(self.person_id)
