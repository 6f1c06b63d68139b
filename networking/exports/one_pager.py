"""The one-pager of a project: one page A4 as PDF/UA-1, tagged for screen readers.

Texts reach typst as JSON input, never as template text: nothing in them is ever run.
"""

import json
from pathlib import Path

import typst
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils import translation
from django.utils.translation import gettext as _

from networking import fonts
from networking.enums import ExchangeKind
from networking.models import Project
from networking.queries import exchanges_of

_TEMPLATE = Path(__file__).resolve().parent.parent / "data" / "one-pager.typ"


def pdf(project: Project, language: str) -> bytes:
    """The PDF of a project `with_portrait` in `language`; the same project gives the same bytes."""
    with translation.override(language):
        content = json.dumps(_content(project, language), ensure_ascii=False)
    compiler = typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(fonts.folder())],
        ignore_system_fonts=True,
        sys_inputs={"content": content},
    )
    return compiler.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(project.changed_at.timestamp())
    )


def _content(project: Project, language: str) -> dict:
    """What the template shows, in the active language; empty facts are left out."""
    facts = [
        (_("State"), _("Completed") if project.is_completed else _("Ongoing")),
        (_("Field of action"), _joined(project.fields_of_action.all())),
        (_("Transformation"), _joined(project.transformation_lines.all())),
        (_("Applicants"), "\n".join(str(applicant) for applicant in project.applicants.all())),
        (_("Grant"), _grant(project)),
        (_("Funding call"), "\n".join(str(call) for call in project.calls.all())),
        (_("Contact"), "\n".join(_contact(contact) for contact in project.public_contacts)),
    ]
    return {
        "language": language,
        "house": settings.SITE_NAME,
        "kind": _("Project portrait"),
        "title": project.title,
        "summary": project.summary,
        "portrait": [part for part in project.portrait.splitlines() if part.strip()],
        "no_portrait": _("There is no portrait of this project here yet."),
        "facts": [fact for fact in facts if fact[1]],
        "exchanges": [
            {"heading": heading, "rows": [row.text for row in rows]}
            for heading, rows in (
                (_("We offer"), exchanges_of(project, ExchangeKind.OFFER)),
                (_("We seek"), exchanges_of(project, ExchangeKind.SEEK)),
            )
            if rows
        ],
        "picture": _picture(project),
        "topics_heading": _("Topics"),
        "topics": [topic.label for topic in project.topics.all()],
        "more_heading": _("More about the project"),
        "links": [
            link
            for link in (
                settings.SITE_URL + _path(project, language),
                project.report_url,
                project.website,
                *(link.url for link in project.links.all()),
            )
            if link
        ],
    }


def _picture(project: Project) -> dict | None:
    """The photograph as typst takes it: its bytes as numbers, since inputs are text."""
    if project.picture is None:
        return None
    credit = _("Photograph: %(name)s") % {"name": project.picture.credit} if project.picture.credit else ""
    return {"bytes": list(bytes(project.picture.content)), "alt": project.picture.alt, "credit": credit}


def _contact(contact) -> str:
    return "\n".join(filter(None, [contact.name, contact.role, contact.email, contact.phone]))


def _path(project: Project, language: str) -> str:
    with translation.override(language):
        return project.get_absolute_url()


def _joined(rows) -> str:
    return "\n".join(row.label for row in rows)


def _grant(project: Project) -> str:
    grant = getattr(project, "grant", None)
    if grant is None:
        return ""
    period = {"start": format_date(grant.starts_on, "F Y"), "end": format_date(grant.ends_on, "F Y")}
    return _("%(start)s to %(end)s") % period
