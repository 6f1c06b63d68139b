"""Lists of mail that leave the house as files, row by row."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from networking.exports.cells import csv_lines
from notifications.enums import MessageState
from notifications.models import Issue, Message
from notifications.services.delivery.words import in_plain_words

STOPPED = (MessageState.FAILED, MessageState.IN_DOUBT)


def failure_lines(issue: Issue) -> Iterator[str]:
    """Who did not get the issue for sure, and what the server said. No cell is computed by a spreadsheet."""
    headings = [_("E-mail address"), _("State"), _("Meaning"), _("Answer of the mail server"), _("Attempts")]
    mails = Message.objects.filter(compiled__issue=issue, state__in=STOPPED).order_by("to_email", "pk")
    labels = dict(MessageState.choices)
    rows = mails.values_list("to_email", "state", "reply", "attempts").iterator(chunk_size=1000)
    return csv_lines(
        headings,
        (
            [address, str(labels[state]), in_plain_words(reply), reply, attempts]
            for address, state, reply, attempts in rows
        ),
    )
