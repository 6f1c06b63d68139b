"""The sentences of services are compared in English, whatever the catalogue says."""

import pytest
from django.utils import translation


@pytest.fixture
def english():
    with translation.override("en"):
        yield
