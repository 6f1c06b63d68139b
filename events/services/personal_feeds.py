"""Somebody's own feed has changed when somebody notices: no seat or event needs to know whose feeds it stands in."""

import time

from django.db.models import F, Value
from django.db.models.functions import Greatest

from events.calendar import personal
from events.models import PersonalFeed


def current(token: str) -> personal.State | None:
    """The state of the feed the token opens; a state not seen before gets a later second than any before it.

    Whoever loses a race reads again, so no state is ever told under the second of another.
    """
    found = personal.state_for(token)
    while found and found.stored != found.digest:
        _note(found)
        found = personal.state_for(token)
    return found


def _note(found: personal.State) -> None:
    now = int(time.time())
    if found.stored is None:
        row = PersonalFeed(person_id=found.person_id, state=found.digest, modified=now)
        PersonalFeed.objects.bulk_create([row], ignore_conflicts=True)
    else:
        rows = PersonalFeed.objects.filter(person=found.person_id, state=found.stored)
        rows.update(state=found.digest, modified=Greatest(Value(now), F("modified") + 1))
