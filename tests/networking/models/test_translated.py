"""Content in two languages."""

import pytest
from django.utils import translation

from networking.models import Grant, Project


@pytest.mark.parametrize(
    ("language", "german", "english", "read"),
    [
        ("de", "Titel", "Title", "Titel"),
        ("en", "Titel", "Title", "Title"),
        ("en", "Titel", "", "Titel"),
        ("de", "", "Title", "Title"),
    ],
)
def test_a_text_is_read_in_the_readers_language_else_in_the_other(language, german, english, read):
    with translation.override(language):
        assert Project(title_de=german, title_en=english).title == read


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'Project' object has no attribute 'colour'"):
        _ = Project().colour


@pytest.mark.django_db
def test_a_missing_relation_stays_a_missing_relation():
    with pytest.raises(Grant.DoesNotExist):
        _ = Project(pk=1).grant
