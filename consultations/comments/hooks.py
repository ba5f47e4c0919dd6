"""What other rooms do in the very transaction in which a comment comes in or is taken back."""

from collections.abc import Callable

from consultations.comments.models import Comment

Follow = Callable[[Comment], None]
received: list[Follow] = []
withdrawn: list[Follow] = []


def on_receipt(follow: Follow) -> Follow:
    """Have `follow` called for each comment that comes in; what it raises undoes the receipt."""
    received.append(follow)
    return follow


def on_withdrawal(follow: Follow) -> Follow:
    """Have `follow` called for each comment taken back; what it raises undoes the withdrawal."""
    withdrawn.append(follow)
    return follow
