from django.urls import path

from events.views import (
    attendee_files,
    attendees,
    calendar,
    check_in,
    cover,
    drafts,
    feeds,
    invitations,
    organising,
    public,
    registration,
    selection,
    team,
)

app_name = "events"
urlpatterns = [
    path("events/", public.event_list, name="list"),
    path("events/<slug:slug>/", public.event_detail, name="detail"),
    path("events/<slug:slug>/cover.svg", cover.cover, name="cover"),
    path("events/<slug:slug>/register/", registration.register, name="register"),
    path("events/<slug:slug>/register/done/", registration.registered, name="registered"),
    path("r/<str:token>/", registration.mine, name="mine"),
    path("r/<str:token>/change/", registration.change, name="change"),
    path("r/<str:token>/cancel/", registration.cancel, name="cancel"),
    path("r/<str:token>/confirm/", registration.confirm, name="confirm"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("r/<str:token>/event.ics", registration.mine_calendar, name="mine_calendar"),
    path("calendar/", calendar.subscribing, name="calendar"),
    path("organise/events/", organising.organise, name="organise"),
    path("organise/events/new/", organising.organise_new, name="organise_new"),
    path("organise/events/<slug:slug>/", organising.organise_event, name="organise_event"),
    path("organise/events/<slug:slug>/edit/", organising.organise_edit, name="organise_edit"),
    path("organise/events/<slug:slug>/publish/", organising.organise_publish, name="organise_publish"),
    path("organise/events/<slug:slug>/cancel/", organising.organise_cancel, name="organise_cancel"),
    path("organise/events/<slug:slug>/preview/", drafts.organise_preview, name="organise_preview"),
    path("organise/events/<slug:slug>/copy/", drafts.organise_copy, name="organise_copy"),
    path("organise/events/<slug:slug>/delete/", drafts.organise_delete, name="organise_delete"),
    path("organise/events/<slug:slug>/team/", team.team, name="team"),
    path("organise/events/<slug:slug>/team/<uuid:public_id>/remove/", team.team_remove, name="team_remove"),
    path("organise/events/<slug:slug>/attendees/", attendees.attendees, name="attendees"),
    path("organise/events/<slug:slug>/attendees.csv", attendee_files.attendees_csv, name="attendees_csv"),
    path("organise/events/<slug:slug>/attendees.xlsx", attendee_files.attendees_xlsx, name="attendees_xlsx"),
    path(
        "organise/events/<slug:slug>/attendees/export/",
        attendee_files.attendees_export,
        name="attendees_export",
    ),
    path(
        "organise/events/<slug:slug>/attendees/print/", attendee_files.attendees_print, name="attendees_print"
    ),
    path("organise/events/<slug:slug>/attendees/add/", attendees.attendee_add, name="attendee_add"),
    path(
        "organise/events/<slug:slug>/attendees/many/<slug:act>/",
        selection.attendees_many,
        name="attendees_many",
    ),
    path("organise/events/<slug:slug>/attendees/<uuid:uuid>/", attendees.attendee, name="attendee"),
    *[
        path(f"organise/events/<slug:slug>/attendees/<uuid:uuid>/{verb}/", view, name=f"attendee_{verb}")
        for verb, view in {
            "approve": attendees.attendee_approve,
            "decline": attendees.attendee_decline,
            "cancel": attendees.attendee_cancel,
            "note": attendees.attendee_note,
        }.items()
    ],
    path("organise/events/<slug:slug>/check-in/", check_in.check_in, name="check_in"),
    path(
        "organise/events/<slug:slug>/check-in/arrivals/", check_in.check_in_arrivals, name="check_in_arrivals"
    ),
    path("organise/events/<slug:slug>/check-in/walk-in/", check_in.check_in_walk_in, name="check_in_walk_in"),
    *[
        path(f"organise/events/<slug:slug>/check-in/<uuid:uuid>/{verb}/", view, name=f"check_in_{name}")
        for verb, name, view in [
            ("arrive", "arrive", check_in.check_in_arrive),
            ("undo", "undo", check_in.check_in_undo),
            ("let-in", "let_in", check_in.check_in_let_in),
        ]
    ],
]
feed_patterns = [
    path("calendar/events.ics", feeds.all_events, name="all"),
    path("calendar/format/<str:format>.ics", feeds.format_events, name="format"),
    path("calendar/topic/<str:slug>.ics", feeds.topic_events, name="topic"),
    path("calendar/line/<str:slug>.ics", feeds.line_events, name="line"),
    path("calendar/field/<str:slug>.ics", feeds.field_events, name="field"),
    path("calendar/me/<str:token>.ics", feeds.my_events, name="me"),
    path("events/<str:slug>.ics", feeds.event_file, name="event"),
]
