"""What every test stands on."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def signed_in(client):
    """`signed_in(person)` returns the client as that person, second factor not needed."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in
