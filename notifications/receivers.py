"""Which fact leads to which mail, one line each."""

from django.dispatch import receiver

from events import signals
from networking import signals as network
from notifications.services import (
    deputy_mails,
    erasure,
    event_mails,
    introduction_mails,
    invitation_mails,
    meeting_mails,
    organiser_mails,
    project_mails,
    registration_mails,
    team_mails,
)


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


@receiver(signals.seats_passed_on)
def announce_passed_on_seats(changes, **kwargs):
    registration_mails.announce_passed_on(changes)


@receiver(signals.registration_promoted)
def announce_promotion(registration, change, **kwargs):
    registration_mails.announce("seat_promoted", registration, change)


@receiver(signals.registration_cancelled)
def announce_cancellation(registration, change, **kwargs):
    registration_mails.announce("registration_cancelled", registration, change)


@receiver(signals.registration_approved)
def announce_approval(registration, change, **kwargs):
    registration_mails.announce_approval(registration, change)


@receiver(signals.registration_declined)
def announce_decline(registration, change, **kwargs):
    registration_mails.announce("registration_declined", registration, change)


@receiver(signals.registration_expired)
def announce_expiry(registration, change, **kwargs):
    registration_mails.announce("registration_expired", registration, change)


@receiver(signals.place_handed_on)
def announce_handing_on(registration, deputy, change, **kwargs):
    registration_mails.announce("place_handed_on", registration, change, deputy=deputy)


@receiver(signals.deputy_seated)
def welcome_the_deputy(registration, former, change, **kwargs):
    registration_mails.announce("deputy_seated", registration, change, former=former)


@receiver(signals.deputy_refused)
def tell_that_no_deputy_comes(request, **kwargs):
    deputy_mails.tell_refused(request)


@receiver(signals.registration_erased)
def delete_mails_of_one_person(registration, **kwargs):
    erasure.delete_mails_of(registration)


@receiver(signals.seat_in_question)
def ask_about_seat(reply, **kwargs):
    registration_mails.ask_about_seat(reply)


@receiver(signals.registration_repeated)
def send_link_again(registration, **kwargs):
    registration_mails.send_link_again(registration)


@receiver(signals.registration_link_owed)
def send_link(registration, **kwargs):
    registration_mails.send_link(registration)


@receiver(signals.hold_running_out)
def remind_of_hold(registration, change, **kwargs):
    registration_mails.remind_of_hold(registration, change)


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
    erasure.delete_mails(event)


@receiver(signals.invitation_issued)
def send_invitation(invitation, **kwargs):
    invitation_mails.invite(invitation)


@receiver(signals.invitation_reminded)
def remind_of_invitation(invitation, **kwargs):
    invitation_mails.remind(invitation)


@receiver(signals.invitation_repeated)
def send_invitation_again(invitation, **kwargs):
    invitation_mails.invite_again(invitation)


@receiver(signals.deputy_named)
def acknowledge_deputy(invitation, **kwargs):
    invitation_mails.acknowledge_deputy(invitation)


@receiver(signals.meetings_opened)
def announce_choosing(meeting_round, **kwargs):
    meeting_mails.announce_opened(meeting_round)


@receiver(signals.meetings_reminded)
def remind_of_choosing(meeting_round, registrations, **kwargs):
    meeting_mails.remind(meeting_round, registrations)


@receiver(signals.meetings_published)
def announce_meetings(meeting_round, parties, is_first, **kwargs):
    meeting_mails.announce_published(meeting_round, parties, is_first=is_first)


@receiver(signals.event_moved)
def announce_moved_meetings(event, former, **kwargs):
    meeting_mails.announce_moved_event(event, former)


@receiver(signals.meeting_moved)
def announce_moved_meeting(meeting, former_slot, former_table, **kwargs):
    meeting_mails.announce_moved(meeting, former_slot, former_table)


@receiver(signals.meeting_cancelled)
def announce_cancelled_meeting(meeting, **kwargs):
    meeting_mails.announce_cancelled(meeting)


@receiver(network.project_member_added)
def welcome_to_the_project(member, is_new, is_first, **kwargs):
    project_mails.announce_member(member, is_new=is_new, is_first=is_first)


@receiver(network.welcome_offered)
def offer_moments_for_the_talk(welcome, **kwargs):
    project_mails.offer_moments(welcome)


@receiver(network.welcome_chosen)
def confirm_the_talk(welcome, **kwargs):
    project_mails.confirm_talk(welcome)


@receiver(network.introduction_asked)
def bring_request(introduction, **kwargs):
    introduction_mails.bring(introduction)


@receiver(network.introduction_reminded)
def remind_of_request(introduction, **kwargs):
    introduction_mails.remind(introduction)


@receiver(network.introduction_made)
def introduce_teams(introduction, **kwargs):
    introduction_mails.introduce(introduction)


@receiver(network.outcome_wanted)
def ask_what_came_of_it(introduction, **kwargs):
    introduction_mails.ask_for_outcome(introduction)
