"""Facts of events, told to the floors above inside the transaction that makes them true.

Receivers only write rows: if a mail's row cannot be written, the seat is not given either.
"""

from django.dispatch import Signal

# registration: each fact about one registration
registration_held = Signal()  # a seat is kept until the e-mail link is used
registration_pending = Signal()  # the organiser decides
registration_waiting = Signal()  # on the waiting list
registration_confirmed = Signal()  # a sure seat, at once
registration_promoted = Signal()  # a sure seat, given by hand before all others who wait
seats_passed_on = Signal()  # `changes`: those who waited have a sure seat, or one offered with a deadline
registration_cancelled = Signal()  # by the participant or the organiser
registration_approved = Signal()  # the organiser said yes: a sure seat, or a place in line
registration_declined = Signal()  # the organiser said no
registration_expired = Signal()  # a hold or offer ran out
organiser_wrote = Signal()  # the organisers wrote to one person: `letter`, and `key` that makes it once only
place_handed_on = Signal()  # a sure seat went to `deputy` (the name typed); this registration ended with it
deputy_seated = Signal()  # a sure seat, from `former`, who named this person
deputy_refused = Signal()  # `request`: the team of a confidential event wants no deputy; the place stays
registration_erased = Signal()  # somebody has all that is known about them deleted
seat_in_question = Signal()  # a calendar declined or handed on a sure seat: `reply`
registration_repeated = Signal()  # a known address tried again: the link is wanted once more
registration_link_owed = Signal()  # the organisers send one person the link once more
hold_running_out = Signal()  # a held seat is lost soon if its link is not used

registrations_anonymised = Signal()  # event: what else is known about its people must go too

# event
event_published = Signal()  # visible from now on
event_changed = Signal()  # something visible changed; `material`: time, place or state
event_moved = Signal()  # `registrations` are to be told of the new time or place; `former` is what they knew
event_cancelled = Signal()  # takes place no more; `registrations` are those who must know

# team
team_member_added = Signal()  # `member`; `is_new`: the account was opened for this

# invitation
invitation_issued = Signal()  # somebody is invited now
invitation_reminded = Signal()  # has not answered and is asked once more
invitation_repeated = Signal()  # the organisers send the link again
deputy_named = Signal()  # `invitation` was handed on; its own person is told
invitations_owed = Signal()  # event: many mails are to be written, soon but not now

# 1:1 meetings: facts about one `meeting_round`
meetings_opened = Signal()  # projects can choose whom to meet, for the first time
meetings_reminded = Signal()  # choosing ends soon: `registrations` of projects that have not chosen
meetings_plan_wanted = Signal()  # a plan is to be computed, soon but not now
meetings_published = Signal()  # `parties` got new meetings; `is_first`: or learn that there are none
meeting_moved = Signal()  # one published `meeting` has another time or table
meeting_cancelled = Signal()  # one published `meeting` does not take place
