"""Facts of the ground floor, told to the floors above."""

from django.dispatch import Signal

sign_in_mail_due = Signal()  # template, email, language, context: allauth wants this mail sent
person_erased = Signal()  # person: all that is known about somebody is being deleted
