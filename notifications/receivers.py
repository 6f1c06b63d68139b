"""Which fact leads to which mail, one line each."""

from django.dispatch import receiver

from events import signals
from notifications.services import event_mails, organiser_mails, registration_mails, team_mails


@receiver(signals.registration_held)
def ask_to_confirm_the_address(registration, change, **kwargs):
    registration_mails.announce("seat_held", registration, change)


@receiver(signals.registration_pending)
def announce_review(registration, change, **kwargs):
    registration_mails.announce("registration_pending", registration, change)


@receiver(signals.registration_waiting)
def announce_place_in_line(registration, change, **kwargs):
    registration_mails.announce("waiting_list", registration, change)


@receiver(signals.registration_confirmed)
def announce_seat(registration, change, **kwargs):
    registration_mails.announce("seat_confirmed", registration, change)


@receiver(signals.registration_offered)
def offer_seat(registration, change, **kwargs):
    registration_mails.announce("seat_offered", registration, change)


@receiver(signals.registration_promoted)
def announce_promotion(registration, change, **kwargs):
    registration_mails.announce("seat_promoted", registration, change)


@receiver(signals.registration_cancelled)
def announce_cancellation(registration, change, **kwargs):
    registration_mails.announce("registration_cancelled", registration, change)


@receiver(signals.registration_declined)
def announce_decline(registration, change, **kwargs):
    registration_mails.announce("registration_declined", registration, change)


@receiver(signals.registration_expired)
def announce_expiry(registration, change, **kwargs):
    registration_mails.announce("registration_expired", registration, change)


@receiver(signals.registration_repeated)
def send_link_again(registration, **kwargs):
    registration_mails.send_link_again(registration)


@receiver(signals.event_moved)
def announce_event_moved(event, former, registrations, **kwargs):
    event_mails.announce_moved(event, former, registrations)


@receiver(signals.team_member_added)
def welcome_to_the_team(member, is_new, **kwargs):
    team_mails.announce_added(member, is_new=is_new)


@receiver(signals.organiser_wrote)
def send_organisers_letter(registration, letter, key, **kwargs):
    organiser_mails.send_letter(registration, letter, key)


@receiver(signals.event_cancelled)
def announce_event_cancelled(event, **kwargs):
    event_mails.announce_cancelled(event)


@receiver(signals.registrations_anonymised)
def delete_mails_of_anonymised_people(event, **kwargs):
    event_mails.delete_mails(event)


@receiver(signals.invitation_issued)
def send_invitation(invitation, **kwargs):
    event_mails.announce_invitation(invitation)
