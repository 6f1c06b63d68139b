"""The clock runs twice at the same moment: each person gets each planned mail once."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from events.models import Registration
from notifications.models import Message, PlannedMailRun
from notifications.services import planned_mails
from tests.factories import make_event, make_registration
from tests.notifications.services.test_planned_mails import make_mail

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_clocks_at_once_write_each_mail_once(all_at_once, race_round):
    event = make_event(starts_at=timezone.now() + timedelta(hours=47))
    rules = [make_mail(event), make_mail(event, amount=72)]
    for _number in range(10):
        make_registration(event)
    Registration.objects.update(created_at=timezone.now() - timedelta(days=3))

    written = all_at_once(lambda _number: planned_mails.send_due(), range(4))

    assert sum(written) == 10 * len(rules)
    assert Message.objects.count() == 10 * len(rules)
    assert PlannedMailRun.objects.aggregate(all=Sum("number"))["all"] == 10 * len(rules)
