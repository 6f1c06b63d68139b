from django.urls import path

from events.views import calendar, feeds

app_name = "events"
urlpatterns = [
    path("calendar/", calendar.subscribing, name="calendar"),
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
