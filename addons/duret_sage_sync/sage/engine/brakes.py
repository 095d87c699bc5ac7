"""What stops a run before its first write: too much would change, vanish or be created."""

from ..errors import BrakeOn
from .exchange import Exchange


def brake(exchange: Exchange, code: str, touched: int, known: int) -> None:
    """Stop when more than the allowed share of the known records is touched.

    A few records are always allowed (`brake_minimum`): a share says nothing in a small base. A manager who has looked
    passes with `forced`.

    :param code: `would_change`, `would_vanish`, `would_create`
    :param touched: how many records
    :param known: of how many
    :raise BrakeOn: with both figures
    """
    settings = exchange.settings
    if exchange.forced or touched <= settings.brake_minimum:
        return
    if touched * 100 > known * settings.brake_percent:
        raise BrakeOn(code, touched, known)
