from django.urls import path

from events.views import attendees, calendar, cover, feeds, invitations, organising, public, registration

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
    path("organise/events/<slug:slug>/attendees/", attendees.attendees, name="attendees"),
    path("organise/events/<slug:slug>/attendees.csv", attendees.attendees_csv, name="attendees_csv"),
    path("organise/events/<slug:slug>/attendees/<uuid:uuid>/", attendees.attendee, name="attendee"),
    *[
        path(f"organise/events/<slug:slug>/attendees/<uuid:uuid>/{verb}/", view, name=f"attendee_{verb}")
        for verb, view in {
            "approve": attendees.attendee_approve,
            "decline": attendees.attendee_decline,
            "cancel": attendees.attendee_cancel,
        }.items()
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
