from django.urls import path

from networking.views import account, directory, network, projects, topics

app_name = "networking"
urlpatterns = [
    path("projects/", directory.projects, name="projects"),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path("projects/<slug:slug>/one-pager.pdf", projects.one_pager, name="one_pager"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("network/", network.network, name="network"),
    path("account/", account.account, name="account"),
    path("account/calendar/renew/", account.renew_calendar, name="renew_calendar"),
    path("organise/network/", network.organise_network, name="organise_network"),
]
