"""The addresses of signing in that exist here: by e-mailed code only.

allauth's own list also has passwords, e-mail changes and sign-up; what is not listed here answers 404.
"""

from allauth.account import views
from django.urls import include, path

from backend.views import accounts

urlpatterns = [
    path("login/", accounts.to_sign_in, name="account_login"),
    path("signup/", accounts.to_sign_in, name="account_signup"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("again/", accounts.sign_in_again, name="sign_in_again"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("second-factor/", include("allauth.mfa.urls")),
]
