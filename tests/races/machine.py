"""R-05: a machine that does what participants, organisers and the clock do, beside a model of the rules.

The model (rules.py) is the rule book in plain Python. After every step the house and the model must agree about
everybody, and what must never be false is counted anew from the rows. tests/races/test_state_machine.py runs it, and
plants faults that it must find.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from events import attendance, tasks
from events.enums import PoolKind
from events.errors import EventError
from events.models import Event, Pool
from events.panel import panel
from events.services import deputies, erasure, invitations, inviting, planning, pools, registration, waves
from events.services.contact import Contact
from notifications.models import Message
from tests.factories import ask, make_event, make_person, make_project, make_wave
from tests.races.rules import TAKEN, Plan, Rules, Wish

MONDAY = datetime(2027, 3, 1, 8, tzinfo=UTC)
WISHES = [
    Wish(),
    Wish("press"),
    Wish("project", 0),
    Wish("project", 1),
    Wish(tour=True),
    Wish("press", tour=True),
    Wish("project", 0, tour=True),
]
KINDS = {"press": PoolKind.CATEGORIES, "kept": PoolKind.TEAMS, "each": PoolKind.PROJECT}
MAILS = {
    "held": {"seat_held"},
    "pending": {"registration_pending"},
    "waiting": {"waiting_list", "approved_waiting"},
    "offered": {"seat_offered"},
    "confirmed": {"seat_confirmed", "seat_promoted", "registration_approved", "deputy_seated"},
    "declined": {"registration_declined"},
    "cancelled": {"registration_cancelled", "place_handed_on"},
    "expired": {"registration_expired"},
}
"""What somebody is told who came into a state: one of these, once."""

PEOPLE = st.sampled_from([f"guest{number}@example.org" for number in range(6)])
PICKS = st.integers(0, 7)
SIZES = st.integers(1, 3)


def maybe(*numbers: int):
    return st.sampled_from([None, *numbers])


PLANS = {
    "size": SIZES,
    "extra": st.integers(0, 1),
    "waiting_list": st.sampled_from(["automatic", "offer", "off"]),
    "holds": st.booleans(),
    "approval": st.sampled_from([False, False, True]),
    "press": maybe(0, 1),
    "kept": maybe(1, 2),
    "each": maybe(1),
    "tour": maybe(1),
    "cancel_hours": st.sampled_from([0, 48]),
    "deputies": st.integers(0, 2),
}


class House:
    """The event as the organisers planned it, and each act as its door calls it; refusals come back by name."""

    def __init__(self, plan: Plan, kept_until: datetime):
        self.kept_until = kept_until
        self.projects = [make_project(), make_project()]
        self.organiser = make_person()
        self.event = make_event(
            capacity=plan.size,
            overbooking=plan.extra,
            starts_at=MONDAY + timedelta(days=10),
            waiting_list=plan.waiting_list,
            entry="approval" if plan.approval else "open",
            confirm_email_hours=24 if plan.holds else 0,
            cancel_until_hours=plan.cancel_hours,
            deputies=plan.deputies,
        )
        self.tour = ask(self.event, "tour", "some-of", ("yes", plan.tour)) if plan.tour else None
        for name in KINDS:
            self.limit(name, getattr(plan, name))
        sent = {"sent_at": MONDAY, "deadline_at": MONDAY + timedelta(days=6)}
        self.waves = [make_wave(self.event, reserves_seats=keeps, **sent) for keeps in (False, True)]

    def act(self, name: str, *arguments):
        try:
            return getattr(self, name)(*arguments)
        except EventError as error:
            return type(error).__name__

    def contact(self, name: str, wish: Wish) -> Contact:
        answers = {self.tour: tuple(self.tour.options.all()) if wish.tour else ()} if self.tour else {}
        project = None if wish.project is None else self.projects[wish.project]
        listed = ("attendee-list",)
        return Contact(
            "Mira", name, name, category=wish.category, project=project, listed=listed, answers=answers
        )

    def row(self, name: str):
        return self.event.registrations.get(email_key=name)

    def invitation(self, name: str):
        return self.event.invitations.get(email_key=name)

    def register(self, name, wish):
        return registration.register(self.event, self.contact(name, wish))

    def use_link(self, name):
        return registration.confirm_address(self.row(name))

    def cancel(self, name, by_organiser):
        registration.cancel(self.row(name), source="organiser" if by_organiser else "web")

    def change(self, name, wish):
        registration.change(self.row(name), self.contact(name, wish))

    def hand_on(self, name, deputy):
        deputies.hand_on(self.row(name), self.contact(deputy, Wish()))

    def erase(self, name):
        erasure.erase(self.row(name))

    def approve(self, name):
        return registration.approve(self.row(name), actor=self.organiser)

    def decline(self, name):
        registration.decline(self.row(name), actor=self.organiser)

    def resize(self, size, extra):
        self.event.refresh_from_db()
        data = {"capacity": size, "overbooking": extra}
        planning.edit(self.event, data, actor=self.organiser, revision=self.event.revision)

    def limit(self, name, number):
        pool = Pool.objects.filter(event=self.event, kind=KINDS[name]).first()
        said = {"number": number, "actor": self.organiser}
        said["categories"] = ["press"] if name == "press" else []
        said["until_at"] = self.kept_until if name == "kept" else None
        if pool and number is None:
            pools.remove(pool, actor=self.organiser)
        elif pool:
            pools.change(pool, **said, revision=pool.revision)
        elif number is not None:
            pools.add(self.event, KINDS[name], **said)

    def invite(self, name, project, keeps_seat):
        wish = Wish() if project is None else Wish(project=project)
        wave = self.waves[keeps_seat]
        inviting.invite(self.event, self.contact(name, wish), actor=self.organiser, wave=wave)

    def accept(self, name):
        invitations.accept(self.invitation(name))

    def say_no(self, name):
        invitations.decline(self.invitation(name))

    def withdraw(self, name):
        waves.withdraw(self.invitation(name), actor=self.organiser)

    def people(self) -> list[tuple[str, str, Wish, datetime | None]]:
        """Name (none for the erased), state, what is needed and until when the state lasts, by place in line."""
        columns = ("email_key", "anonymised_at", "state", "category", "project", "answers__choice")
        rows = self.event.registrations.order_by("position").values_list(*columns, "deadline_at")
        numbers = {project.pk: number for number, project in enumerate(self.projects)}
        return [
            ("" if erased else name, state, Wish(category, numbers.get(project), choice is not None), until)
            for name, erased, state, category, project, choice, until in rows
        ]

    def check_the_books(self) -> None:
        """Each step of the ledger follows the one before, the last is the state, each was told in one mail.

        Mails that named somebody who was erased since are gone.
        """
        told = Counter()
        for key in Message.objects.filter(event=self.event).values_list("idempotency_key", flat=True):
            if key.startswith("change:"):
                told[tuple(key.split(":")[1:])] += 1
        rows = list(self.event.registrations.prefetch_related("changes"))
        least = 0 if any(row.anonymised_at for row in rows) else 1
        for row in rows:
            steps = sorted(row.changes.all(), key=lambda step: step.pk)
            assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
            assert steps[-1].to_state == row.state
            for step in [] if row.anonymised_at else steps:
                mails = {kind for pk, kind in told if pk == str(step.pk)}
                assert least <= len(mails) <= 1
                assert mails <= MAILS[step.to_state]

    def settle(self):
        tasks.settle_due()
        waves.release_overdue()


def step(when=lambda machine: True, **drawn):
    """A rule for machines that fulfil `when` and are not kept to others."""

    def decorate(act):
        def is_possible(machine):
            return (not machine.only or act.__name__ in machine.only) and when(machine)

        return precondition(is_possible)(rule(**drawn)(act))

    return decorate


class SeatMachine(RuleBasedStateMachine):
    """The house and the model do the same and are compared.

    To look for something in particular: `fixed` holds parts of the plan that are not drawn, `only` names the steps.
    """

    fixed: dict = {}
    only: frozenset[str] = frozenset()

    @initialize(plan=st.fixed_dictionaries(PLANS))
    def open_event(self, plan):
        self.savepoint = transaction.savepoint()
        self.time = time_machine.travel(MONDAY, tick=False)
        self.clock = self.time.start()
        kept_until = MONDAY + timedelta(days=3)
        self.house = House(Plan(**plan | self.fixed), kept_until)
        starts_at, ends_at = self.house.event.starts_at, self.house.event.ends_at
        self.rules = Rules(Plan(**plan | self.fixed), MONDAY, starts_at, ends_at, kept_until)

    def teardown(self):
        if not hasattr(self, "time"):
            return
        try:
            if hasattr(self, "rules"):
                self.house.check_the_books()
        finally:
            self.time.stop()
            transaction.savepoint_rollback(self.savepoint)

    def both(self, name: str, *arguments) -> None:
        """The same act in the house and by the rules; both answer alike."""
        arguments = [self._possible(each) if isinstance(each, Wish) else each for each in arguments]
        assert self.house.act(name, *arguments) == self.rules.act(name, *arguments), name

    def _possible(self, wish: Wish) -> Wish:
        """Without the tour where it is not limited: then it is no need."""
        return wish if self.rules.plan.tour else replace(wish, tour=False)

    def somebody(self, pick: int, *states: str) -> str:
        """Somebody in one of these states if there is one, else anybody."""
        guests = self.rules.guests
        found = [name for name in guests if guests[name].state in states] or list(guests)
        return sorted(found)[pick % len(found)]

    def has(self, *states: str) -> bool:
        return any(guest.state in states for guest in self.rules.guests.values())

    # --- Participants ------------------------------------------------------------------------------------

    @step(name=PEOPLE, wish=st.sampled_from(WISHES))
    def register(self, name, wish):
        self.both("register", name, wish)

    @step(lambda machine: machine.rules.guests, pick=PICKS, by_organiser=st.booleans())
    def cancel(self, pick, by_organiser):
        self.both("cancel", self.somebody(pick), by_organiser)

    @step(lambda machine: machine.has("confirmed"), pick=PICKS, by_organiser=st.booleans())
    def give_a_seat_back(self, pick, by_organiser):
        self.both("cancel", self.somebody(pick, "confirmed"), by_organiser)

    @step(lambda machine: machine.has("waiting"), pick=PICKS)
    def think_again_while_waiting(self, pick):
        """Leave the line and come back: to its end."""
        name = self.somebody(pick, "waiting")
        wish = self.rules.guests[name].wish
        self.both("cancel", name, False)
        self.both("register", name, wish)

    @step(lambda machine: machine.rules.guests, pick=PICKS)
    def use_the_link_in_the_mail(self, pick):
        self.both("use_link", self.somebody(pick, "held", "offered"))

    @step(lambda machine: machine.rules.guests, pick=PICKS, wish=st.sampled_from(WISHES))
    def change_what_is_needed(self, pick, wish):
        self.both("change", self.somebody(pick, *TAKEN, "waiting"), wish)

    @step(lambda machine: machine.rules.guests, pick=PICKS, deputy=PEOPLE)
    def hand_on(self, pick, deputy):
        self.both("hand_on", self.somebody(pick, "confirmed"), deputy)

    @step(lambda machine: machine.rules.guests, pick=PICKS)
    def erase(self, pick):
        self.both("erase", self.somebody(pick))

    # --- Organisers --------------------------------------------------------------------------------------

    @step(lambda machine: machine.has("pending"), pick=PICKS, says_yes=st.sampled_from([True, True, False]))
    def decide(self, pick, says_yes):
        self.both("approve" if says_yes else "decline", self.somebody(pick, "pending"))

    @step(lambda machine: machine.has("waiting"), pick=PICKS)
    def decline_somebody_waiting(self, pick):
        self.both("decline", self.somebody(pick, "waiting"))

    @step(size=SIZES, extra=st.integers(0, 1))
    def change_the_capacity(self, size, extra):
        self.both("resize", size, extra)

    @step(pool=st.sampled_from(sorted(KINDS)), number=maybe(1, 2))
    def change_a_pool(self, pool, number):
        self.both("limit", pool, number)

    @step(name=PEOPLE, project=st.sampled_from([None, None, 0, 1]), keeps_seat=st.booleans())
    def invite(self, name, project, keeps_seat):
        self._invite(name, project, keeps_seat)

    @step(lambda machine: machine.rules.guests, pick=PICKS, keeps_seat=st.booleans())
    def invite_somebody_who_is_there(self, pick, keeps_seat):
        self._invite(self.somebody(pick, *TAKEN, "waiting"), None, keeps_seat)

    def _invite(self, name, project, keeps_seat):
        answer = self.house.act("invite", name, project, keeps_seat)
        until = self.house.waves[0].deadline_at
        assert answer == self.rules.act("invite", name, project, keeps_seat, until)

    @step(lambda machine: machine.rules.invited, pick=PICKS)
    def accept_an_invitation(self, pick):
        self.both("accept", self._invited(pick))

    @step(lambda machine: machine.rules.invited, pick=PICKS)
    def decline_an_invitation(self, pick):
        self.both("say_no", self._invited(pick))

    @step(lambda machine: machine.rules.invited, pick=PICKS)
    def withdraw_an_invitation(self, pick):
        self.both("withdraw", self._invited(pick))

    def _invited(self, pick: int) -> str:
        names = sorted(self.rules.invited)
        return names[pick % len(names)]

    # --- Time --------------------------------------------------------------------------------------------

    @step(hours=st.sampled_from([1, 10, 30, 80]))
    def time_passes(self, hours):
        self._move_to(self.rules.now + timedelta(hours=hours))

    @step(lambda machine: machine.rules.deadlines(), clock_comes=st.booleans())
    def the_next_deadline_passes(self, clock_comes):
        self._move_to(self.rules.deadlines()[0])
        if clock_comes:
            self.both("settle")

    @step()
    def the_clock_settles(self):
        self.both("settle")

    def _move_to(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        self.rules.now = moment

    # --- What is compared --------------------------------------------------------------------------------

    @step()
    def everybody_looks(self):
        """Attendees see attendees and nobody else, the organisers' panel adds up, ledger and mails are whole."""
        confirmed = {name for name, guest in self.rules.guests.items() if guest.state == "confirmed"}
        for name in sorted(confirmed)[:1]:
            fellows = attendance.fellows(self.house.row(name))
            assert {fellow.name.removeprefix("Mira ") for fellow in fellows} <= confirmed
        event = Event.objects.with_seats().get(pk=self.house.event.pk)
        room = panel(event).room
        assert room.taken == event.taken + event.reserved == self.rules.taken(lambda wish: True)
        assert room.waiting == len(self.rules.line())
        self.house.check_the_books()

    @invariant()
    def the_house_and_the_rules_agree(self):
        if hasattr(self, "rules"):
            seen = self.house.people()
            assert sorted(seen, key=str) == sorted(self._people(), key=str)
            line = [name for name, state, *_rest in seen if state == "waiting"]
            names = {id(guest): name for name, guest in self.rules.guests.items()}
            assert line == [names.get(id(guest), "") for guest in self.rules.line()]

    @invariant()
    def no_pool_is_over_its_size(self):
        """Counted from the rows, not by the model."""
        if hasattr(self, "rules"):
            seated = [wish for _name, state, wish, _until in self.house.people() if state in TAKEN]
            for wish in WISHES:
                for name, size, counts in self.rules.limits(wish):
                    assert sum(map(counts, seated)) <= size, name

    def _people(self) -> list[tuple]:
        named = [(name, guest) for name, guest in self.rules.guests.items()]
        everybody = named + [("", guest) for guest in self.rules.nobody]
        return [(name, guest.state, guest.wish, guest.until) for name, guest in everybody]
