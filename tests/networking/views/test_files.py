"""Import and export in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from networking.enums import Role
from networking.models import ImportFile, Project
from networking.services import import_files
from tests.factories import make_organiser, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(signed_in):
    return signed_in(make_organiser(Role.NETWORK_EDITOR))


def upload(client, content, name="p.csv", kind="projects"):
    file = SimpleUploadedFile(name, content.encode())
    return client.post("/organise/network/files/", {"kind": kind, "file": file})


def test_a_file_is_looked_at_and_then_imported(editor):
    make_project(slug="a", title_de="Alt")

    address = upload(editor, "slug;title_de\na;Neu\n")["Location"]
    assert "title_de" in editor.get(address).content.decode()
    assert Project.objects.get().title_de == "Alt"

    editor.post(address)
    assert Project.objects.get().title_de == "Neu"
    assert editor.get(address)["Location"] == "/organise/network/files/"


def test_faults_are_told_and_a_file_with_faults_is_not_imported(editor):
    address = upload(editor, "slug;title_de\nA B;\n")["Location"]

    page = editor.get(address).content.decode()
    answer = editor.post(address)

    assert page.count("p.csv") >= 2
    assert (answer.status_code, Project.objects.count()) == (422, 0)


@pytest.mark.parametrize(("name", "kind"), [("p.pdf", "projects"), ("p.ttl", "projects"), ("t.csv", "")])
def test_other_files_are_refused_at_once(editor, name, kind):
    assert upload(editor, "x", name, kind).status_code == 422
    assert not ImportFile.objects.exists()


def test_a_discarded_file_is_gone(editor):
    address = upload(editor, "slug;title_de\na;Neu\n")["Location"]

    editor.post(address, {"discard": "1"})

    assert not ImportFile.objects.exists()


def test_nobody_sees_the_file_of_another_editor(editor):
    other = make_organiser(Role.NETWORK_EDITOR)
    file = import_files.keep("projects", "p.csv", b"slug;title_de\na;Neu\n", actor=other)

    assert editor.post(f"/organise/network/files/{file.uuid}/").status_code == 302
    assert not Project.objects.exists()


def test_exports_are_for_the_editor_alone(signed_in, editor):
    answer = editor.get("/organise/network/files/projects.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="mpi-projects.csv"'
    assert editor.get("/organise/network/files/people.csv").status_code == 404

    stranger = signed_in(make_organiser(Role.ORGANISER))
    for address in ("", "projects.csv", "topics.ttl"):
        assert stranger.get(f"/organise/network/files/{address}").status_code == 404
