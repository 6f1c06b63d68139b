"""R-05: a machine that registers, confirms, cancels, changes capacity and lets time pass, beside a model of the rules.

The model is the rule book in thirty lines of plain Python. After every step the house and the model must agree about
everybody. tests/races/test_state_machine.py runs it, and plants faults that it must find.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from events.enums import WaitingList
from events.errors import CapacityBelowConfirmed
from events.models import Event
from events.services import planning, registration
from tests.factories import make_contact, make_event

TAKEN = {"confirmed", "held", "offered"}
SOON = timezone.now() + timedelta(days=30)


@dataclass
class Guest:
    state: str
    position: int
    is_overdue: bool = False


@dataclass
class Model:
    """What the rules say, with no database, no lock and no mail."""

    capacity: int
    offers: bool
    holds: bool
    guests: dict[str, Guest] = field(default_factory=dict)
    clock: int = 0

    def free(self) -> int:
        return self.capacity - sum(guest.state in TAKEN for guest in self.guests.values())

    def line(self) -> list[Guest]:
        return sorted((g for g in self.guests.values() if g.state == "waiting"), key=lambda g: g.position)

    def settle(self) -> None:
        for guest in self.guests.values():
            if guest.state in {"held", "offered"} and guest.is_overdue:
                guest.state, guest.is_overdue = "expired", False
        for guest in self.line()[: max(self.free(), 0)]:
            guest.state = "offered" if self.offers else "confirmed"

    def register(self, name: str) -> str:
        self.clock += 1
        self.settle()
        has_seat = self.free() > 0 and not self.line()
        answer = ("held" if self.holds else "confirmed") if has_seat else "waiting"
        known = self.guests.get(name)
        if known is None or known.state in {"cancelled", "expired"}:
            self.guests[name] = Guest(answer, self.clock)
        return answer

    def confirm(self, name: str) -> None:
        self.settle()
        if self.guests[name].state in {"held", "offered"}:
            self.guests[name].state = "confirmed"

    def cancel(self, name: str) -> None:
        if self.guests[name].state in {"cancelled", "expired"}:
            return
        self.guests[name].state, self.guests[name].is_overdue = "cancelled", False
        self.settle()


class RegistrationMachine(RuleBasedStateMachine):
    """The house and the model do the same and are compared."""

    @initialize(capacity=st.integers(1, 3), offers=st.booleans(), holds=st.booleans())
    def open_event(self, capacity, offers, holds):
        self.model = Model(capacity, offers, holds)
        self.event = make_event(
            capacity=capacity,
            starts_at=SOON,
            waiting_list=WaitingList.OFFER if offers else WaitingList.AUTOMATIC,
            confirm_email_hours=24 if holds else None,
        )

    @rule(who=st.integers(0, 5))
    def register(self, who):
        name = f"machine{who}@example.org"
        answer = registration.register(self.event, make_contact(email=name))
        assert answer == self.model.register(name)

    def _guests(self):
        return sorted(self.model.guests)

    @precondition(lambda self: self.model.guests)
    @rule(pick=st.integers(0, 7))
    def cancel(self, pick):
        name = self._guests()[pick % len(self.model.guests)]
        registration.cancel(self._row(name))
        self.model.cancel(name)

    @precondition(lambda self: self.model.line())
    @rule(pick=st.integers(0, 7))
    def think_again_while_waiting(self, pick):
        """Leave the line and come back: to its end."""
        waiting = sorted(name for name, guest in self.model.guests.items() if guest.state == "waiting")
        name = waiting[pick % len(waiting)]
        registration.cancel(self._row(name))
        self.model.cancel(name)
        answer = registration.register(self.event, make_contact(email=name))
        assert answer == self.model.register(name)

    @precondition(lambda self: any(guest.state == "confirmed" for guest in self.model.guests.values()))
    @rule(pick=st.integers(0, 7))
    def give_a_seat_back(self, pick):
        seated = sorted(name for name, guest in self.model.guests.items() if guest.state == "confirmed")
        name = seated[pick % len(seated)]
        registration.cancel(self._row(name))
        self.model.cancel(name)

    @precondition(lambda self: self.model.guests)
    @rule(pick=st.integers(0, 7))
    def use_the_link_in_the_mail(self, pick):
        name = self._guests()[pick % len(self.model.guests)]
        state = registration.confirm_address(self._row(name))
        self.model.confirm(name)
        assert state == self.model.guests[name].state

    @rule(capacity=st.integers(1, 4))
    def change_the_capacity(self, capacity):
        self.event.refresh_from_db()
        before = self.model.capacity
        try:
            planning.edit(self.event, {"capacity": capacity}, actor=None, revision=self.event.revision)
        except CapacityBelowConfirmed:
            assert capacity < before - self.model.free()
        else:
            assert capacity >= before - self.model.free()
            self.model.capacity = capacity
            if capacity != before:
                self.model.settle()

    @rule()
    def let_holds_and_offers_run_out(self):
        late = timezone.now() - timedelta(seconds=1)
        self.event.registrations.filter(deadline_at__isnull=False).update(deadline_at=late)
        for guest in self.model.guests.values():
            guest.is_overdue = guest.state in {"held", "offered"}

    @rule()
    def the_clock_settles(self):
        registration.settle(self.event.pk)
        self.model.settle()

    @invariant()
    def the_house_and_the_rules_agree(self):
        rows = self.event.registrations.values_list("email_key", "state") if hasattr(self, "event") else []
        house = dict(rows)
        rules = {n: g.state for n, g in self.model.guests.items()} if hasattr(self, "model") else {}
        assert house == rules

    @invariant()
    def the_ledger_tells_how_it_came_to_this(self):
        if hasattr(self, "event"):
            for row in self.event.registrations.prefetch_related("changes"):
                assert list(row.changes.all())[-1].to_state == row.state

    @invariant()
    def no_seat_is_sold_twice(self):
        if hasattr(self, "event"):
            event = Event.objects.with_seats().get(pk=self.event.pk)
            assert event.taken <= event.capacity

    def _row(self, name: str):
        return self.event.registrations.get(email_key=name)
