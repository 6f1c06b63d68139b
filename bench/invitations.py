"""Five thousand people to invite: reading their file, judging it, writing them, writing the mails of the first 500."""

import io
import time
from collections.abc import Iterator

import xlsxwriter

from bench.world import hot
from events.models import Invitation
from events.services import guest_lists, waves
from events.services.guest_rows import from_file
from networking.models import Person

PEOPLE = 5000
MAILS = 500


def steps() -> Iterator[tuple[str, float]]:
    """Each step with the seconds it took."""
    event, organiser = hot(7_777_777), Person.objects.create_user("bench@example.org")
    content = _file()
    start = time.perf_counter()
    kept = guest_lists.keep(event, from_file("guests.xlsx", content), origin="file", actor=organiser)
    judgement = guest_lists.judge(kept)
    yield f"preview of {len(judgement.contacts)} invitations", time.perf_counter() - start
    start = time.perf_counter()
    written = guest_lists.write(kept, actor=organiser)
    yield f"writing {written} invitations", time.perf_counter() - start
    Invitation.objects.filter(pk__in=list(Invitation.objects.values_list("pk", flat=True)[MAILS:])).update(
        owed_mail=""
    )
    start = time.perf_counter()
    yield f"writing the mails of {waves.write_owed_mails()}", time.perf_counter() - start


def _file() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Vorname", "Nachname", "E-Mail", "Organisation"])
    for number in range(1, PEOPLE + 1):
        sheet.write_row(
            number, 0, ["Mira", f"Muster {number}", f"mira{number}@example.org", "Spreewerk Energie eG"]
        )
    book.close()
    return file.getvalue()
