"""No private link in a log: whoever reads one would open what it opens."""

import logging
import re

_PREFIXES = r"calendar/me|r|invitations|newsletter/(?:confirm|preferences|unsubscribe)"
_TOKEN = re.compile(rf"(?<![\w./:-])((?:https?://[^/\s]+)?(?:/en)?/(?:{_PREFIXES})/)[^/\s?#\"'<>]+")
MASK = r"\1(private)"


class PrivateLinks(logging.Filter):
    """Masks the tokens of private links in whatever is logged; every handler has it (settings.LOGGING)."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = _TOKEN.sub(MASK, message)
        if masked != message:
            record.msg, record.args = masked, None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _TOKEN.sub(MASK, record.exc_text)
        return True
