"""The rule book of seats in plain Python: no database, no lock, no mail, and nothing of the code it judges.

Times are counted, not looked up: whoever uses it moves `now`. The only thing borrowed is the office's calendar
(events/working_hours.py), which has tests of its own.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from events.working_hours import later

TAKEN = {"confirmed", "held", "offered"}
ACTIVE = {*TAKEN, "waiting", "pending"}
ENDED = {"cancelled", "expired"}


class Refused(Exception):
    """Named as the house's error is."""


@dataclass(frozen=True)
class Wish:
    """What somebody needs a seat in: the room, and perhaps more."""

    category: str = "other"
    project: int | None = None
    tour: bool = False


def wish_of_invited(project: int | None) -> Wish:
    return Wish() if project is None else Wish("project", project)


LIMITED = {
    "press": [Wish("press", project=0)],
    "kept": [Wish()],
    "each": [Wish(project=0), Wish(project=1)],
}
"""Whose seats each limit that organisers set is about."""


@dataclass
class Guest:
    state: str = ""
    wish: Wish = Wish()
    place: int = 0
    until: datetime | None = None
    handed_on: int = 0

    def move(self, state: str, until: datetime | None = None) -> None:
        self.state, self.until = state, until


@dataclass
class Invited:
    state: str
    project: int | None
    keeps_seat: bool
    until: datetime
    guest: Guest | None = None

    def answer(self, state: str) -> None:
        self.state, self.keeps_seat = state, False


@dataclass
class Plan:
    """What the organisers set; None for a limit that is not there."""

    size: int = 2
    extra: int = 0
    waiting_list: str = "automatic"
    holds: bool = False
    approval: bool = False
    press: int | None = None
    kept: int | None = None
    each: int | None = None
    tour: int | None = None
    cancel_hours: int = 0
    deputies: int = 1


@dataclass
class Rules:
    """One event and everybody in it. Every act happens whole or, refused, not at all."""

    plan: Plan
    now: datetime
    starts_at: datetime
    ends_at: datetime
    kept_until: datetime
    guests: dict[str, Guest] = field(default_factory=dict)
    nobody: list[Guest] = field(default_factory=list)  # those who had themselves erased
    invited: dict[str, Invited] = field(default_factory=dict)
    places: int = 0

    def act(self, name: str, *arguments):
        """What the act answers; the name of the refusal if it is refused."""
        before = deepcopy(self.__dict__)
        try:
            return getattr(self, name)(*arguments)
        except Refused as refusal:
            self.__dict__.update(before)
            return str(refusal)

    # --- What is counted ---------------------------------------------------------------------------------

    def everybody(self) -> list[Guest]:
        return [*self.guests.values(), *self.nobody]

    def limits(self, wish: Wish) -> Iterator[tuple[str, int, Callable[[Wish], bool]]]:
        """In what somebody with this wish needs a seat: its name, its size, whose seats count."""
        plan, size = self.plan, self.plan.size + self.plan.extra
        yield "room", size, lambda other: True
        if plan.press is not None and wish.category == "press":
            yield "press", plan.press, lambda other: other.category == "press"
        if plan.kept is not None and self.now < self.kept_until and wish.project is None:
            yield "others", max(size - plan.kept, 0), lambda other: other.project is None
        if plan.each is not None and wish.project is not None:
            yield f"project {wish.project}", plan.each, lambda other: other.project == wish.project
        if plan.tour is not None and wish.tour:
            yield "tour", plan.tour, lambda other: other.tour

    def taken(self, counts: Callable[[Wish], bool]) -> int:
        seated = [guest.wish for guest in self.everybody() if guest.state in TAKEN]
        kept = [wish_of_invited(i.project) for i in self.invited.values() if self._keeps(i)]
        return sum(map(counts, [*seated, *kept]))

    def fits(self, wish: Wish) -> bool:
        return all(self.taken(counts) < size for _name, size, counts in self.limits(wish))

    def line(self) -> list[Guest]:
        return sorted((g for g in self.everybody() if g.state == "waiting"), key=lambda g: g.place)

    def _keeps(self, invited: Invited) -> bool:
        return invited.state == "open" and invited.keeps_seat and self.now < invited.until

    # --- Time --------------------------------------------------------------------------------------------

    def settle(self) -> None:
        for guest in self.everybody():
            if guest.state in {"held", "offered"} and guest.until <= self.now:
                guest.move("expired")
        if self.now < self.starts_at:
            for guest in self.line():
                if self.fits(guest.wish):
                    guest.move(*self._passed_on())

    def _passed_on(self) -> tuple[str, datetime | None]:
        if self.plan.waiting_list != "offer":
            return "confirmed", None
        until = min(later(self.now, 16), self.now + (self.starts_at - self.now) / 4)
        return "offered", until.astimezone(UTC)

    def deadlines(self) -> list[datetime]:
        """When something changes by itself."""
        found = [guest.until for guest in self.guests.values() if guest.until]
        found += [invited.until for invited in self.invited.values()]
        found += [self.kept_until, self.starts_at - timedelta(hours=self.plan.cancel_hours)]
        return sorted(moment for moment in found if moment > self.now)

    # --- What participants do ----------------------------------------------------------------------------

    def register(self, name: str, wish: Wish) -> str:
        self._refuse_if_past()
        self.settle()
        answer = self._answer(wish)
        known = self.guests.get(name)
        if known is None or known.state in ENDED:
            self._write(name, wish, answer)
        return answer

    def _answer(self, wish: Wish) -> str:
        if self.plan.approval:
            return "pending"
        state = self._seat_or_line(wish)
        return "held" if state == "confirmed" and self.plan.holds else state

    def _seat_or_line(self, wish: Wish) -> str:
        if self._has_seat_for_newcomer(wish):
            return "confirmed"
        if self.plan.waiting_list == "off":
            raise Refused("EventFull")
        return "waiting"

    def _has_seat_for_newcomer(self, wish: Wish) -> bool:
        """And nobody waits who could take one."""
        return self.fits(wish) and not any(self.fits(guest.wish) for guest in self.line())

    def _write(self, name: str, wish: Wish, state: str, handed_on: int = 0) -> Guest:
        self.places += 1
        guest = self.guests.setdefault(name, Guest())
        until = self.now + timedelta(hours=24) if state == "held" else None
        guest.state, guest.wish, guest.place = state, wish, self.places
        guest.until, guest.handed_on = until, handed_on
        return guest

    def use_link(self, name: str) -> str:
        self.settle()
        if self.guests[name].state in {"held", "offered"}:
            self.guests[name].move("confirmed")
        return self.guests[name].state

    def cancel(self, name: str, by_organiser: bool = False) -> None:
        self._cancel(self.guests[name], by_organiser)

    def _cancel(self, guest: Guest, by_organiser: bool) -> None:
        if guest.state in {*ENDED, "declined"}:
            return
        if self.now >= self.ends_at:
            raise Refused("NotChangeable")
        late = self.starts_at - timedelta(hours=self.plan.cancel_hours) <= self.now and self.plan.cancel_hours
        if late and guest.state == "confirmed" and not by_organiser:
            raise Refused("TooLateToCancel")
        guest.move("cancelled")
        self.settle()

    def change(self, name: str, wish: Wish) -> None:
        guest = self.guests[name]
        if guest.state in {*ENDED, "declined"} or self.now >= self.ends_at:
            raise Refused("NotChangeable")
        if guest.wish == wish:
            return
        had, guest.wish = {limit for limit, _size, _counts in self.limits(guest.wish)}, wish
        for limit, size, counts in self.limits(wish) if guest.state in TAKEN else ():
            if limit not in had and self.taken(counts) > size:
                raise Refused("PoolFull")
        self.settle()

    def hand_on(self, name: str, deputy: str) -> None:
        seat, known = self.guests[name], self.guests.get(deputy)
        if seat.state != "confirmed" or self.now >= self.starts_at:
            raise Refused("CannotHandOn")
        if seat.handed_on >= self.plan.deputies:
            raise Refused("HandedOnTooOften")
        if deputy == name:
            raise Refused("DeputyIsYourself")
        seat.move("cancelled")
        for invited in self.invited.values():
            if invited.guest is seat and invited.state == "accepted":
                invited.answer("deputised")
        if known is None or known.state in ENDED:
            self._write(deputy, replace(seat.wish, tour=False), "confirmed", seat.handed_on + 1)
        self.settle()

    def erase(self, name: str) -> None:
        guest = self.guests.pop(name)
        self.nobody.append(guest)
        if guest.state in ACTIVE and self.now < self.starts_at:
            guest.move("cancelled")
        guest.wish = replace(guest.wish, tour=False)  # answers go
        self.invited = {
            key: each for key, each in self.invited.items() if key != name and each.guest is not guest
        }
        self.settle()

    # --- What organisers do ------------------------------------------------------------------------------

    def approve(self, name: str) -> str:
        self._refuse_if_past()
        self.settle()
        if self.guests[name].state == "pending":
            self.guests[name].move(self._seat_or_line(self.guests[name].wish))
        return self.guests[name].state

    def decline(self, name: str) -> None:
        guest = self.guests[name]
        if guest.state in {*ENDED, "declined"}:
            return
        if guest.state not in {"pending", "waiting"}:
            raise Refused("NotChangeable")
        guest.move("declined")
        self.settle()

    def resize(self, size: int, extra: int) -> None:
        before, after = self.plan.size + self.plan.extra, size + extra
        if (size, extra) == (self.plan.size, self.plan.extra):
            return
        self.plan.size, self.plan.extra = size, extra
        if after < before and after < self.taken(lambda wish: True):
            raise Refused("CapacityBelowConfirmed")
        if after < before:
            self._refuse_below_taken(Wish())
        self.settle()

    def limit(self, pool: str, number: int | None) -> None:
        """Set, change or lift (None) a limit besides the room."""
        had = getattr(self.plan, pool)
        setattr(self.plan, pool, number)
        for wish in LIMITED[pool]:
            self._refuse_below_taken(wish)
        if had is not None:
            self.settle()

    def _refuse_below_taken(self, wish: Wish) -> None:
        for limit, size, counts in self.limits(wish):
            if limit != "room" and self.taken(counts) > size:
                raise Refused("PoolBelowTaken")

    # --- Invitations -------------------------------------------------------------------------------------

    def invite(self, name: str, project: int | None, keeps_seat: bool, until: datetime) -> None:
        known = self.invited.get(name)
        if known and known.state != "withdrawn":
            return
        if self.now >= self.ends_at:
            raise Refused("NotInvitable")
        if keeps_seat:
            self.settle()
            if not self.fits(wish_of_invited(project)):
                raise Refused("TooFewSeatsToReserve")
        self.invited[name] = Invited("open", project, keeps_seat, until)

    def accept(self, name: str) -> None:
        self._refuse_if_past()
        invited = self.invited[name]
        if invited.state == "accepted" and invited.guest and invited.guest.state in ACTIVE:
            return
        self._refuse_if_over(invited)
        self.settle()
        invited.guest = self._seat_of(name, invited)
        invited.answer("accepted")
        self.settle()

    def _seat_of(self, name: str, invited: Invited) -> Guest:
        """Whoever registered before keeps that registration, and needs seats where it needs them."""
        known = self.guests.get(name)
        if known and known.state in TAKEN:
            known.move("confirmed")
            return known
        is_here = known is not None and known.state in {"waiting", "pending"}
        wish = known.wish if is_here else wish_of_invited(invited.project)
        kept, invited.keeps_seat = invited.keeps_seat, False
        if not (self.fits(wish) if kept else self._has_seat_for_newcomer(wish)):
            raise Refused("InvitedRoomFull")
        if not is_here:
            handed_on = invited.guest.handed_on if invited.guest else 0
            return self._write(name, wish, "confirmed", handed_on)
        known.move("confirmed")
        return known

    def say_no(self, name: str) -> None:
        invited = self.invited[name]
        if invited.state == "declined":
            return
        if invited.state != "accepted":
            self._refuse_if_over(invited)
        if invited.guest:
            self._cancel(invited.guest, by_organiser=False)
        invited.answer("declined")
        self.settle()

    def withdraw(self, name: str) -> None:
        if self.invited[name].state == "accepted":
            raise Refused("HasAccepted")
        if self.invited[name].state in {"open", "declined"}:
            self.invited[name].answer("withdrawn")
            self.settle()

    def _refuse_if_over(self, invited: Invited) -> None:
        if (
            invited.state in {"withdrawn", "deputised"}
            or invited.until <= self.now
            or self.now >= self.ends_at
        ):
            raise Refused("InvitationOver")

    def _refuse_if_past(self) -> None:
        if self.now >= self.ends_at:
            raise Refused("EventPast")
