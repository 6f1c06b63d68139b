"""The projects of the Masterplan."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networking.enums import CircularEconomy, Role
from networking.models.fields import LineField, ProseField
from networking.models.organisation import Organisation
from networking.models.person import Person
from networking.models.picture import Picture
from networking.models.taxonomy import FieldOfAction, Topic, TransformationLine
from networking.models.translated import Translated


def _of_members(person) -> models.QuerySet:
    return ProjectMember.objects.filter(person=person).values("project")


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, person) -> "ProjectQuerySet":
        """Published projects; drafts only for their own members."""
        if not person.is_authenticated:
            return self.filter(is_published=True)
        return self.filter(models.Q(is_published=True) | models.Q(pk__in=_of_members(person)))

    def edited_by(self, person) -> "ProjectQuerySet":
        """Projects whose page `person` writes: their own, and all for the network's editors."""
        if person.role_grants.filter(role=Role.NETWORK_EDITOR).exists():
            return self
        return self.filter(pk__in=_of_members(person))

    def ongoing(self) -> "ProjectQuerySet":
        return self.filter(is_completed=False)

    def completed(self) -> "ProjectQuerySet":
        return self.filter(is_completed=True)

    def funded(self) -> "ProjectQuerySet":
        return self.filter(grant__isnull=False)


class Project(Translated, models.Model):
    """One of the projects, with its portrait."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title_de = LineField(_("German title"), max_length=200)
    title_en = LineField(_("English title"), max_length=200, blank=True)
    summary_de = ProseField(_("German summary"), max_length=600, blank=True)
    summary_en = ProseField(_("English summary"), max_length=600, blank=True)
    portrait_de = ProseField(_("German portrait"), max_length=10_000, blank=True)
    portrait_en = ProseField(_("English portrait"), max_length=10_000, blank=True)
    fields_of_action = models.ManyToManyField(FieldOfAction, blank=True, related_name="projects")
    transformation_lines = models.ManyToManyField(TransformationLine, blank=True, related_name="projects")
    topics = models.ManyToManyField(Topic, blank=True, related_name="projects")
    applicants = models.ManyToManyField(Organisation, blank=True, related_name="projects")
    members = models.ManyToManyField(
        Person, through="ProjectMember", through_fields=("project", "person"), related_name="projects"
    )
    circular_economy = models.CharField(max_length=12, choices=CircularEconomy.choices, blank=True)
    is_completed = models.BooleanField(_("completed"), default=False)
    is_published = models.BooleanField(_("published"), default=True)
    report_url = models.URLField(_("page at berlin.de"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, editable=False, related_name="projects"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)  # raised by each save of the form
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    translated = ("title", "summary", "portrait")
    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title_de"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networking:project", args=[self.slug])

    @property
    def public_contacts(self) -> list:
        """Whom visitors may ask: only people who agreed."""
        return [contact for contact in self.contacts.all() if contact.is_public]


class ProjectMember(models.Model):
    """A person who works on a project and may speak for it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    is_contact = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.project}"


class Grant(models.Model):
    """Förderung: what the Masterplan's budget pays, numbered as in the report's annex."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="grant")
    number = models.PositiveSmallIntegerField(unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    amount = models.PositiveIntegerField(null=True, blank=True)  # euros; the report names none

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="grant_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.project}"
