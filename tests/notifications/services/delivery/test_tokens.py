"""The server's limits hold for all workers together, in any second and any hour."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from notifications.models import Transport
from notifications.services.delivery import claims, tokens
from notifications.services.delivery.drain import drain
from tests.notifications.services.delivery.conftest import make_mail, states

NOW = timezone.now()


@given(
    limit=st.integers(1, 500),
    steps=st.lists(st.tuples(st.floats(-10, 3600), st.integers(0, 200)), max_size=60),
)
def test_no_hour_sees_more_than_its_limit_whatever_the_clock_does(limit, steps):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens.settings, "MAIL_PER_HOUR", limit)
        patch.setattr(tokens.settings, "MAIL_PER_SECOND", 0)
        way, clock, passed, sent = Transport(), NOW, 0.0, []
        for seconds, wanted in steps:
            clock += timedelta(seconds=seconds)
            passed += max(seconds, 0)
            mails = min(wanted, tokens.refill(way, clock))
            tokens.spend(way, mails)
            sent.append((passed, mails))

    for start, _mails in sent:
        assert sum(mails for at, mails in sent if start <= at <= start + 3600) <= limit


@pytest.mark.django_db
@pytest.mark.usefixtures("mailoutbox")
def test_workers_share_what_may_go(settings):
    settings.MAIL_PER_HOUR = 180
    for _number in range(5):
        make_mail()

    first, second = claims.claim("host:1:a"), claims.claim("host:2:b")

    assert (len(first.messages), len(second.messages)) == (3, 0)
    assert 15 < second.wait < 25


@pytest.mark.django_db
@pytest.mark.usefixtures("mailoutbox")
def test_a_short_wait_is_waited_out_and_a_long_one_left_to_the_sweep(settings):
    settings.MAIL_PER_SECOND = 50
    for _number in range(12):
        make_mail()
    assert drain().sent == 12

    settings.MAIL_PER_SECOND, settings.MAIL_PER_HOUR = 0, 60
    for _number in range(3):
        make_mail()
    Transport.objects.update(hour_tokens=1)
    drain()

    assert states() == {"sent": 13, "pending": 2}
