"""Facts of events, told to the floors above inside the transaction that makes them true.

Receivers only write rows: if a mail's row cannot be written, the seat is not given either.
"""

from django.dispatch import Signal

# registration: each fact about one registration
registration_held = Signal()  # a seat is kept until the e-mail link is used
registration_pending = Signal()  # the organiser decides
registration_waiting = Signal()  # on the waiting list
registration_confirmed = Signal()  # a sure seat, at once
registration_offered = Signal()  # a freed seat with a deadline
registration_promoted = Signal()  # a sure seat, from the waiting list
registration_cancelled = Signal()  # by the participant or the organiser
registration_declined = Signal()  # the organiser said no
registration_expired = Signal()  # a hold or offer ran out
organiser_wrote = Signal()  # the organisers wrote to one person: `letter`, and `key` that makes it once only
registration_repeated = Signal()  # a known address tried again: the link is wanted once more

registrations_anonymised = Signal()  # event: what else is known about its people must go too

# event
event_published = Signal()  # visible from now on
event_changed = Signal()  # something visible changed; `material`: time, place or state
event_moved = Signal()  # `registrations` are to be told of the new time or place; `former` is what they knew
event_cancelled = Signal()  # takes place no more; `registrations` are those who must know

# team
team_member_added = Signal()  # `member`; `is_new`: the account was opened for this

# invitation
invitation_issued = Signal()
