from notifications.models.message import Message
from notifications.models.subscription import ConsentEvent, Subscription

__all__ = ["ConsentEvent", "Message", "Subscription"]
