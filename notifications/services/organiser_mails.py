"""What organisers write to people themselves."""

from events.models import Event, Registration
from events.services.selection import Letter
from networking.enums import Source
from notifications.models import Message
from notifications.services import letter as letters
from notifications.services import marks, outbox

KIND = "organiser_message"


def send_letter(registration: Registration, letter: Letter, key: str) -> Message:
    """Owe one person the organisers' letter in their language; the same `key` never owes it twice."""
    language = letter.language_for(registration.language)
    return outbox.queue(
        KIND,
        key=f"letter:{key}:{registration.uuid}",
        to_email=registration.email,
        to_name=registration.name,
        language=language,
        registration=registration,
        event=registration.event,
        context=_content(letter, language),
        source=Source.ORGANISER,
    )


def preview(event: Event, letter: Letter, *, language: str, to_name: str) -> letters.Letter:
    """The mail as somebody called `to_name` would get it, private links masked."""
    context = {"event": event, "to_name": to_name} | _content(letter, language)
    written = letters.write(KIND, language, context)
    return letters.Letter(*(marks.masked(part) for part in (written.subject, written.text, written.html)))


def _content(letter: Letter, language: str) -> dict[str, str]:
    subject, text = letter.in_language(language)
    return {"typed_subject": subject, "typed_text": text}
