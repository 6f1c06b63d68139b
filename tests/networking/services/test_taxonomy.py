"""The fixed part of the taxonomy is laid after every migration, and what editors changed stays."""

import pytest
from django.db import connection

from networking.models import FieldOfAction, TransformationLine
from networking.services import taxonomy

pytestmark = pytest.mark.django_db


def test_four_fields_of_action_and_three_lines_are_there():
    assert (FieldOfAction.objects.count(), TransformationLine.objects.count()) == (4, 3)


def test_laying_them_again_keeps_what_was_changed_and_puts_back_what_is_gone():
    FieldOfAction.objects.filter(slug="innovation").update(label_de="Neues")
    FieldOfAction.objects.filter(slug="competencies").delete()

    taxonomy.lay_down()

    labels = dict(FieldOfAction.objects.values_list("slug", "label_de"))
    assert (labels["innovation"], labels["competencies"]) == ("Neues", "Kompetenzen")


def test_an_older_schema_without_a_table_is_left_alone(monkeypatch):
    FieldOfAction.objects.all().delete()
    monkeypatch.setattr(connection.introspection, "table_names", lambda: ["networking_fieldofaction"])

    taxonomy.lay_down()

    assert not FieldOfAction.objects.exists()
