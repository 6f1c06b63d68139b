"""What is worked out of every event that is read, in plain SQL: to let the ORM build it took longer than to run it.

The event's columns are given as expressions, so each piece moves along wherever a query of events is put.
"""

from collections import Counter
from datetime import datetime

from django.db.models import BooleanField, CharField, DateTimeField, F, Func, IntegerField, Value

from events.enums import TAKES_SEAT, InvitationState, RegistrationState
from events.formats import DEFAULT_VISIBILITIES


class _OfEvent(Func):
    """SQL in which `{}` stands for each of the expressions in turn."""

    sql = ""

    def as_sql(self, compiler, connection, function=None, template=None, arg_joiner=None, **extra_context):
        parts, parameters = [], []
        for expression in self.source_expressions:
            part, own = compiler.compile(expression)
            parts.append(part)
            parameters.extend(own)
        return self.sql.format(*parts), tuple(parameters)


def _by_format() -> str:
    """Most formats' visibility is the default, so that little is asked."""
    usual, _number = Counter(DEFAULT_VISIBILITIES.values()).most_common(1)[0]
    others = [(name, value) for name, value in DEFAULT_VISIBILITIES.items() if value != usual]
    whens = " ".join(f"WHEN '{name}' THEN '{value}'" for name, value in others)
    return f"CASE {{}} {whens} ELSE '{usual}' END"


class EffectiveVisibility(_OfEvent):
    """Of an event's `visibility` and `format`: its own, else its format's."""

    output_field = CharField()
    sql = f"COALESCE({{}}, {_by_format()})"


def _in_state(states: tuple[RegistrationState, ...]) -> type[_OfEvent]:
    words = ", ".join(f"'{state}'" for state in states)

    class Registrations(_OfEvent):
        output_field = IntegerField()
        sql = (
            "(SELECT COUNT(*) FROM events_registration counted"  # noqa: S608 -- states are our own words
            f" WHERE counted.event_id = {{}} AND counted.state IN ({words}))"
        )

    return Registrations


Taken = _in_state(TAKES_SEAT)
Confirmed = _in_state((RegistrationState.CONFIRMED,))
Waiting = _in_state((RegistrationState.WAITING, RegistrationState.OFFERED))


class _Reserved(_OfEvent):
    output_field = IntegerField()
    sql = (
        "(SELECT COUNT(*) FROM events_invitation counted WHERE counted.event_id = {}"  # noqa: S608 -- likewise
        f" AND counted.state = '{InvitationState.OPEN}' AND counted.reserves_seat"
        " AND (counted.deadline_at IS NULL OR counted.deadline_at > {}))"
    )


def reserved(now: datetime) -> Func:
    """Seats kept by invitations that can still be answered at `now`."""
    return _Reserved(F("pk"), Value(now, DateTimeField()))


class IsDivided(_OfEvent):
    """Whether more is limited than the room: by a pool, or by the places of an answer."""

    output_field = BooleanField()
    sql = (
        "(EXISTS (SELECT 1 FROM events_pool pool WHERE pool.event_id = {0})"
        " OR EXISTS (SELECT 1 FROM events_choice choice JOIN events_question question"
        " ON choice.question_id = question.id"
        " WHERE choice.places IS NOT NULL AND question.event_id = {0}))"
    )
