"""The attendee files of the crowded event, written to nowhere."""

import io

from bench.world import CROWDED
from events import exports
from events.attendance import attendee_list
from events.models import Event


def _people():
    event = Event.objects.get(slug=CROWDED)
    return event, attendee_list(event)


def _csv() -> int:
    event, people = _people()
    return sum(len(line.encode()) for line in exports.csv_rows(event, people, exports.USUAL))


def _xlsx() -> int:
    event, people = _people()
    target = io.BytesIO()
    exports.write_xlsx(event, people, exports.USUAL, target)
    return target.tell()


WRITERS = {"10,000 attendees as CSV": _csv, "10,000 attendees as XLSX": _xlsx}
