"""An issue as one reader will get it, for looking at beside the page. Nothing of it can be sent or followed."""

from copy import copy

from notifications.models import Issue, Subscription
from notifications.newsletter.pieces import pieces
from notifications.services import marks
from notifications.services.letter import Letter
from notifications.services.newsletters import rendering
from notifications.services.newsletters.personal import PersonalPart


def preview(issue: Issue, language: str, reader: Subscription | None, *, dark: bool = False) -> Letter:
    """The letter with the reader's personal part, else that of somebody who chose nothing; private links masked."""
    issue = copy(issue)
    issue.links_pictures = False  # shown from within: the frame has no session and no network
    said = issue.frozen.get(language) or pieces(issue, language)
    written = rendering.letter(issue, said, language)
    part = PersonalPart(language, said)
    own = (part.slots(reader) if reader else part.of_everybody())[rendering.PERSONAL]
    mark = marks.slot(rendering.PERSONAL)
    html = rendering.for_screen(
        written.html.replace(mark, own["html"]), rendering.sent_along(issue, said), dark=dark
    )
    return Letter(written.subject, marks.masked(written.text.replace(mark, own["text"])), marks.masked(html))
