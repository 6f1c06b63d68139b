"""Issues of the newsletter: what is written, who agreed to it, when it goes out."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networking.models import Person, Picture
from networking.models.fields import LineField
from networking.models.translated import Translated
from notifications.enums import IssueState


class IssueQuerySet(models.QuerySet):
    def published(self) -> "IssueQuerySet":
        """Those that have gone out, the latest first: the archive."""
        return self.filter(state=IssueState.SENT).order_by("-sent_at", "-pk")

    def unsent(self) -> "IssueQuerySet":
        """Those in work, the latest touched first."""
        return self.exclude(state__in=[IssueState.SENT, IssueState.SENDING]).order_by("-changed_at", "-pk")


class Issue(Translated, models.Model):
    """One issue. `blocks` is one document in the order of reading (newsletter/blocks.py says what each kind holds).

    A document and not rows: it is saved, compared, merged and frozen as a whole. `revision` rises with each save.
    `frozen` is what was agreed to, resolved in both languages; what goes out is exactly that.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=IssueState.choices, default=IssueState.DRAFT)
    subject_de = LineField(_("German subject"), max_length=150, blank=True)
    subject_en = LineField(_("English subject"), max_length=150, blank=True)
    preheader_de = LineField(_("German preview line"), max_length=200, blank=True)
    preheader_en = LineField(_("English preview line"), max_length=200, blank=True)
    blocks = models.JSONField(default=list, blank=True)
    pictures = models.ManyToManyField(Picture, blank=True, related_name="issues")
    links_pictures = models.BooleanField(_("Link pictures instead of sending them along"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    frozen = models.JSONField(default=dict, blank=True, editable=False)
    notice = models.CharField(max_length=20, blank=True)  # why it came back by itself: enums.Notice
    covers_from = models.DateTimeField(null=True, blank=True)  # the first draft told of what happened since
    authors = models.ManyToManyField(Person, blank=True, related_name="written_issues")
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)  # somebody cancelled the rest of its mails
    segment = models.JSONField(default=dict, blank=True)  # whom it goes to (segments.py); empty: everybody
    approved_readers = models.PositiveIntegerField(null=True, blank=True)  # how many that was at approval
    meant = models.JSONField(default=dict, blank=True, editable=False)  # when sending began: whom, how many
    counts_clicks = models.BooleanField(_("Count how often each link is followed"), default=False)
    is_example = models.BooleanField(default=False)  # made up by `make demo`, sent to nobody

    translated = ("subject", "preheader")
    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "scheduled_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "scheduled", "sending", "sent"])
                | models.Q(approved_at__isnull=False),
                name="issue_goes_out_only_approved",
            )
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Issue without a subject"))

    def get_absolute_url(self) -> str:
        return reverse("notifications:newsletter_issue", args=[self.slug])

    @property
    def is_editable(self) -> bool:
        return self.state == IssueState.DRAFT

    @property
    def content(self) -> dict:
        """What is edited, as one document."""
        return {name: getattr(self, name) for name in CONTENT}


CONTENT = ("subject_de", "subject_en", "preheader_de", "preheader_en", "links_pictures", "blocks")


class MeantReader(models.Model):
    """Who was meant when an issue's sending began; goes as soon as everybody has their mail's row."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="meant_readers")
    subscription = models.ForeignKey("notifications.Subscription", models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscription"], name="meant_reader_once")]

    def __str__(self) -> str:
        return str(self.subscription_id)


class IssueLink(models.Model):
    """An address an issue leads to, and how often it was followed: a number, never by whom or when."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="links")
    number = models.PositiveSmallIntegerField()
    url = models.URLField(max_length=500)
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="issue_link_once")]

    def __str__(self) -> str:
        return self.url


class IssueVersion(models.Model):
    """What an issue was after each save: nothing anybody typed is ever lost, and two editors can be reconciled."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["issue", "revision"], name="issue_version_once")]

    def __str__(self) -> str:
        return f"{self.issue} · {self.revision}"
