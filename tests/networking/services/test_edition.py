"""The number pages compare."""

import pytest

from networking.models import Edition
from networking.services import edition

pytestmark = pytest.mark.django_db


def test_an_edition_rises_by_one():
    before = Edition.objects.get(pk=Edition.NETWORK).number

    edition.rise()

    assert Edition.objects.get(pk=Edition.NETWORK).number == before + 1


def test_a_lost_edition_begins_anew():
    Edition.objects.all().delete()

    edition.rise()

    assert Edition.objects.get().number == 1
