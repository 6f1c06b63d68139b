"""Facts of the network, told to the floors above inside the transaction that makes them true."""

from django.dispatch import Signal

vocabulary_changed = (
    Signal()
)  # topics, their names or what stands above them; `renamed`: those there were already with other labels
project_changed = Signal()  # project: what visitors read of it
project_member_added = (
    Signal()
)  # `member`; `is_new`: the account was opened for this; `is_first` of the project
welcome_offered = Signal()  # welcome: moments for the talk are offered to the project's team
welcome_chosen = Signal()  # welcome: the project picked one of them
introduction_asked = Signal()  # introduction: a project wants to be introduced to another
introduction_reminded = Signal()  # introduction: it still waits for an answer
introduction_made = Signal()  # introduction: both want it, each gets the other's contact
outcome_wanted = Signal()  # introduction: what came of it?
