"""A new key for the log: stated in the tree before it counts, beside the old one until that is retired."""

from django.core.exceptions import ImproperlyConfigured

from participation.ledger import keys, leaves, notes
from participation.ledger.checking import verifiers
from participation.ledger.entries import sealed
from participation.ledger.models import Leaf, Log
from participation.ledger.sequencing import LOG, sequence, vkey


def begin() -> str:
    """Begin a new first key, or state the one put first by hand; gives its vkey. Raises ImproperlyConfigured."""
    sequence()
    here = _begun()
    if vkey(here) in map(str, verifiers()):
        keys.begin_new_key()
    leaves.state(LOG, {"vkey": vkey(here)}).save()
    sequence()
    return vkey(here)


def retire() -> list[str]:
    """Let every key but the first go, and say so in the tree; gives their vkeys. Raises ImproperlyConfigured."""
    sequence()
    here = _begun()
    old = [str(notes.verifier_of(key, here.origin)) for key in keys.keys()[1:]]
    if not old:
        raise ImproperlyConfigured("There is no older key to retire.")
    waiting = Leaf.objects.filter(position=None, pk__gt=here.adopted_until)
    if any(_is_sealed_by_older(leaf) for leaf in waiting.iterator()):
        raise ImproperlyConfigured(
            "A leaf that an older key sealed is not in the tree yet: run this once more."
        )
    leaves.state(LOG, {"retired": old}).save()
    keys.keep_first_key()
    sequence()
    return old


def _is_sealed_by_older(leaf: Leaf) -> bool:
    message = sealed(leaf)
    return keys.is_sealed(message, leaf.seal) and not keys.is_sealed(message, leaf.seal, by_first=True)


def _begun() -> Log:
    here = Log.objects.get()
    if not here.origin:
        raise ImproperlyConfigured("The log has no entry yet: there is no key to replace.")
    return here
