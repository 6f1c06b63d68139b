from django.urls import path

from events.views import (
    attendee_answers,
    attendee_details,
    attendee_files,
    attendees,
    calendar,
    check_in,
    coming,
    cover,
    deputies,
    deputy_requests,
    drafts,
    embedded,
    embeds,
    feeds,
    guest_lists,
    invitations,
    inviting,
    looks,
    meeting_people,
    meetings_editing,
    meetings_files,
    meetings_organising,
    news,
    organising,
    pictures,
    proposals,
    public,
    questions,
    registration,
    rules,
    seats,
    selection,
    series,
    team,
    visibility,
    waiting,
)

app_name = "events"
urlpatterns = [
    path("events/", public.event_list, name="list"),
    path("events/<slug:slug>/", public.event_detail, name="detail"),
    path("events/<slug:slug>/cover.svg", cover.cover, name="cover"),
    path("organise/network/propose/", proposals.propose, name="propose"),
    path("network/coming/", meeting_people.network_coming, name="network_coming"),
    path("events/<slug:slug>/card.png", cover.card, name="card"),
    path("events/<slug:slug>/picture-<uuid:public_id>.webp", pictures.picture, name="picture"),
    path("events/<slug:slug>/register/", registration.register, name="register"),
    path("events/<slug:slug>/register/done/", registration.registered, name="registered"),
    path("r/<str:token>/", registration.mine, name="mine"),
    path("r/<str:token>/change/", registration.change, name="change"),
    path("r/<str:token>/coming/", coming.coming, name="coming"),
    path("r/<str:token>/cancel/", registration.cancel, name="cancel"),
    path("r/<str:token>/confirm/", registration.confirm, name="confirm"),
    path("r/<str:token>/visibility/", visibility.visibility, name="visibility"),
    path("r/<str:token>/deputy/", deputies.deputy, name="deputy"),
    path("registrations/handed-on/", deputies.handed_on, name="handed_on"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("r/<str:token>/event.ics", registration.mine_calendar, name="mine_calendar"),
    path("calendar/", calendar.subscribing, name="calendar"),
    path("organise/embeds/", embeds.embeds, name="embeds"),
    path("organise/embeds/<slug:key>/pause/", embeds.embed_pause, name="embed_pause"),
    path("organise/embeds/<slug:key>/resume/", embeds.embed_resume, name="embed_resume"),
    path("organise/embeds/<slug:key>/remove/", embeds.embed_remove, name="embed_remove"),
    path("organise/events/", organising.organise, name="organise"),
    path("organise/events/new/", organising.organise_new, name="organise_new"),
    path("organise/events/<slug:slug>/", organising.organise_event, name="organise_event"),
    path("organise/events/<slug:slug>/edit/", organising.organise_edit, name="organise_edit"),
    path("organise/events/<slug:slug>/rules/", rules.organise_rules, name="organise_rules"),
    path("organise/events/<slug:slug>/publish/", organising.organise_publish, name="organise_publish"),
    path("organise/events/<slug:slug>/cancel/", organising.organise_cancel, name="organise_cancel"),
    path("organise/events/<slug:slug>/preview/", drafts.organise_preview, name="organise_preview"),
    path("organise/events/<slug:slug>/copy/", drafts.organise_copy, name="organise_copy"),
    path("organise/events/<slug:slug>/series/", series.organise_series, name="organise_series"),
    path("organise/events/<slug:slug>/picture/", pictures.organise_picture, name="picture_of"),
    path(
        "organise/events/<slug:slug>/picture/remove/", pictures.organise_picture_remove, name="picture_remove"
    ),
    path("organise/events/<slug:slug>/delete/", drafts.organise_delete, name="organise_delete"),
    path("organise/events/<slug:slug>/questions/", questions.questions, name="questions"),
    path("organise/events/<slug:slug>/questions/new/", questions.question_new, name="question_new"),
    path(
        "organise/events/<slug:slug>/questions/preview/",
        questions.questions_preview,
        name="questions_preview",
    ),
    path("organise/events/<slug:slug>/questions/<uuid:uuid>/", questions.question_edit, name="question_edit"),
    *[
        path(f"organise/events/<slug:slug>/questions/<uuid:uuid>/{verb}/", view, name=f"question_{verb}")
        for verb, view in {
            "up": questions.question_up,
            "down": questions.question_down,
            "retire": questions.question_retire,
            "resume": questions.question_resume,
            "remove": questions.question_remove,
        }.items()
    ],
    path(
        "organise/events/<slug:slug>/meetings/",
        meetings_organising.organise_meetings,
        name="organise_meetings",
    ),
    path("organise/events/<slug:slug>/meetings.csv", meetings_files.meetings_csv, name="meetings_csv"),
    path("organise/events/<slug:slug>/meetings.xlsx", meetings_files.meetings_xlsx, name="meetings_xlsx"),
    *[
        path(f"organise/events/<slug:slug>/meetings/{tail}/", view, name=name)
        for tail, view, name in (
            ("frame", meetings_organising.meetings_frame, "meetings_frame"),
            ("progress", meetings_organising.meetings_progress, "meetings_progress"),
            ("publish", meetings_organising.meetings_publish, "meetings_publish"),
            ("print", meetings_files.meetings_print, "meetings_print"),
            ("new", meetings_editing.meeting_new, "meeting_new"),
            ("do/<slug:act>", meetings_organising.meetings_do, "meetings_do"),
            ("<uuid:uuid>", meetings_editing.meeting_edit, "meeting_edit"),
        )
    ],
    path("organise/events/<slug:slug>/team/", team.team, name="team"),
    path("organise/events/<slug:slug>/invitations/", inviting.invitations, name="invitations"),
    path(
        "organise/events/<slug:slug>/invitations/written/",
        inviting.invitations_written,
        name="invitations_written",
    ),
    path("organise/events/<slug:slug>/invitations/add/", guest_lists.invitation_add, name="invitation_add"),
    path("organise/events/<slug:slug>/invitations/from/<slug:source>/", guest_lists.invite, name="invite"),
    path(
        "organise/events/<slug:slug>/invitations/list/<uuid:uuid>/", guest_lists.guest_list, name="guest_list"
    ),
    path(
        "organise/events/<slug:slug>/invitations/many/<slug:act>/",
        inviting.invitations_many,
        name="invitations_many",
    ),
    path("organise/events/<slug:slug>/invitations/waves/new/", inviting.wave_new, name="wave_new"),
    path("organise/events/<slug:slug>/invitations/waves/<uuid:uuid>/", inviting.wave, name="wave"),
    path(
        "organise/events/<slug:slug>/invitations/waves/<uuid:uuid>/send/",
        inviting.wave_send,
        name="wave_send",
    ),
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
    path("organise/events/<slug:slug>/deputies/", deputy_requests.deputy_requests, name="deputy_requests"),
    path(
        "organise/events/<slug:slug>/deputies/<uuid:uuid>/agree/",
        deputy_requests.deputy_agree,
        name="deputy_agree",
    ),
    path(
        "organise/events/<slug:slug>/deputies/<uuid:uuid>/refuse/",
        deputy_requests.deputy_refuse,
        name="deputy_refuse",
    ),
    path("organise/events/<slug:slug>/looks/", looks.who_looked, name="who_looked"),
    path("organise/events/<slug:slug>/seats/", seats.seats, name="seats"),
    path("organise/events/<slug:slug>/seats/add/<slug:kind>/", seats.pool_add, name="pool_add"),
    path("organise/events/<slug:slug>/seats/<uuid:uuid>/", seats.pool, name="pool"),
    path("organise/events/<slug:slug>/seats/<uuid:uuid>/remove/", seats.pool_remove, name="pool_remove"),
    path("organise/events/<slug:slug>/waiting/", waiting.waiting, name="waiting"),
    path("organise/events/<slug:slug>/waiting/<uuid:uuid>/", waiting.waiting_promote, name="waiting_promote"),
    path("organise/events/<slug:slug>/attendees/add/", attendees.attendee_add, name="attendee_add"),
    path(
        "organise/events/<slug:slug>/attendees/many/<slug:act>/",
        selection.attendees_many,
        name="attendees_many",
    ),
    path("organise/events/<slug:slug>/attendees/<uuid:uuid>/", attendees.attendee, name="attendee"),
    path(
        "organise/events/<slug:slug>/attendees/<uuid:uuid>/details/",
        attendee_details.attendee_details,
        name="attendee_details",
    ),
    path(
        "organise/events/<slug:slug>/attendees/<uuid:uuid>/answers/",
        attendee_answers.attendee_answers,
        name="attendee_answers",
    ),
    *[
        path(f"organise/events/<slug:slug>/attendees/<uuid:uuid>/{verb}/", view, name=f"attendee_{verb}")
        for verb, view in {
            "approve": attendees.attendee_approve,
            "decline": attendees.attendee_decline,
            "cancel": attendees.attendee_cancel,
            "note": attendees.attendee_note,
            "link": attendees.attendee_link,
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
    path("calendar/sessions/<str:slug>.ics", feeds.session_events, name="sessions"),
    path("calendar/me/<str:token>.ics", feeds.my_events, name="me"),
    path("events/<str:slug>.ics", feeds.event_file, name="event"),
    path("events/atom.xml", news.new_events, name="atom"),
    path("embed/events/<slug:key>/", embedded.embedded, name="embed"),
    path("embed/events/<slug:key>.html", embedded.embedded_part, name="embed_part"),
]
