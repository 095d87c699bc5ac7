"""Whether a credential or a secret was refused while the current request was served.

Kept by thread, not by request: Odoo puts the request aside while it serves an RPC call.
"""

import threading

_state = threading.local()


def clear() -> None:
    """Start a request: nothing was refused yet."""
    _state.refused = False


def mark() -> None:
    """Note a refusal."""
    _state.refused = True


def marked() -> bool:
    """True when something was refused since `clear`."""
    return getattr(_state, "refused", False)
