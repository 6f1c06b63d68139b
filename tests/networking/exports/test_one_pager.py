"""The one-pager: tagged, titled, in two languages, and deaf to what a text pretends to be."""

import re
import zlib
from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from networking.enums import ExchangeKind
from networking.exports import one_pager
from networking.models import Exchange, Grant
from networking.services import pictures, project_pictures
from tests.factories import make_person, make_project, make_topic

pytestmark = pytest.mark.django_db
HOSTILE = '#panic() "Zitat" \\ $x$ *fett* [a] @b <c> `d` //'


def inside(pdf: bytes) -> bytes:
    """The file with its compressed parts readable."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_it_is_a_tagged_pdf_for_screen_readers():
    content = inside(one_pager.pdf(make_project(), "de"))

    assert content.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


@pytest.mark.parametrize(("language", "title"), [("de", "Größe"), ("en", "Size")])
def test_title_and_language_are_those_asked_for(language, title):
    content = inside(one_pager.pdf(make_project(title_de="Größe", title_en="Size"), language))

    assert f'<rdf:li xml:lang="x-default">{title}</rdf:li>'.encode() in content
    assert f"/Lang({language}".encode() in content


def test_texts_are_never_run():
    project = make_project(
        title_de=HOSTILE, summary_de=HOSTILE, portrait_de=HOSTILE, topics=[make_topic(HOSTILE)]
    )

    content = inside(one_pager.pdf(project, "de"))

    literal = HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert f">{literal}</rdf:li>" in content.decode("utf-8", "replace")


def test_a_long_portrait_goes_on_on_a_second_page():
    content = inside(one_pager.pdf(make_project(portrait_de="Ein Satz über das Projekt.\n" * 300), "de"))

    assert len(re.findall(rb"/Type */Page\b", content)) > 1


def test_the_same_project_gives_the_same_file():
    project = make_project()

    assert one_pager.pdf(project, "de") == one_pager.pdf(project, "de")


def test_the_grant_is_told_by_its_months():
    project = make_project()
    Grant.objects.create(project=project, number=1, starts_on="2024-04-01", ends_on="2025-10-31")
    project = type(project).objects.get()

    with translation.override("en"):
        facts = dict(one_pager._content(project, "en")["facts"])

    assert facts["Grant"] == "April 2024 to October 2025"


def test_picture_offers_seeks_and_public_contacts_stand_on_it_and_private_ones_do_not():
    project, person = make_project(), make_person()
    image = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(image, "JPEG")
    project_pictures.show(project, pictures.read(image.getvalue()), alt_de="Eine Halle", actor=person)
    Exchange.objects.create(project=project, kind=ExchangeKind.OFFER, text_de="Messdaten")
    project.contacts.create(name="Ada", email="ada@example.org", is_public=True)
    project.contacts.create(name="Geheim")
    project = type(project).objects.get()

    content = one_pager._content(project, "de")
    file = inside(one_pager.pdf(project, "de"))

    assert [part["rows"] for part in content["exchanges"]] == [["Messdaten"]]
    assert [value for _label, value in content["facts"] if "Ada" in value] == ["Ada\nada@example.org"]
    assert "Geheim" not in str(content)
    assert b"/Figure" in file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
