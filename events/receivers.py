"""Facts from below that events act on."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from events.services import adoption, fragments
from networking import signals


@receiver(user_logged_in)
def adopt_what_was_made_for_this_address(user, **kwargs):
    adoption.adopt(user)


@receiver(signals.vocabulary_changed)
def name_feeds_anew(renamed=(), **kwargs):
    fragments.rename(renamed)
