"""What clients who booked alone on the site did in the last months: those who finished, and those who stopped."""

from datetime import timedelta

from odoo import fields

BOOKED = 40  # visits of the past that their clients booked alone
SECONDS = (74, 96, 88, 141, 103, 67, 212, 118)  # of a booking, in turn
RATINGS = (5, 4, 5, 0, 5, 3, 0)  # in turn; 0: did not answer
LEFT_EVERY = 3  # for so many bookings, one was not finished
LEFT_AT = ("slot", "contact", "address", "confirm", "contact")  # where, in turn
REFUSALS = ("no_slot", "outside_area", False, "unknown_address", False)  # why, in turn; False: the client left


def write(env, scenario, refs):
    """Write the bookings beside visits that are there already."""
    kinds = env["fsm.order.type"].search([("duret_online", "=", True)])
    visits = env["fsm.order"].search(
        [("type", "in", kinds.ids), ("scheduled_date_start", "<", fields.Datetime.now())],
        order="scheduled_date_start desc, id desc",
        limit=BOOKED,
    )
    rows = [_booked(rank, visit) for rank, visit in enumerate(visits)]
    rows += [_left(rank, visit) for rank, visit in enumerate(visits[::LEFT_EVERY])]
    env["duret.booking.session"].create(rows)


def _begun(visit):
    return visit.scheduled_date_start - timedelta(days=4, hours=visit.id % 9)


def _booked(rank, visit):
    seconds = SECONDS[rank % len(SECONDS)]
    return {
        "key": False,
        "type_id": visit.type.id,
        "partner_id": visit.duret_partner_id.id,
        "order_id": visit.id,
        "started_at": _begun(visit),
        "confirmed_at": _begun(visit) + timedelta(seconds=seconds),
        "seconds": seconds,
        "outcome": "booked",
        "last_step": "done",
        "rating": RATINGS[rank % len(RATINGS)],
        "on_phone": rank % 3 != 0,
        "was_known": rank % 2 == 0,
        "proved_by": "sms" if rank % 3 else "mail",
    }


def _left(rank, visit):
    reason = REFUSALS[rank % len(REFUSALS)]
    return {
        "key": False,
        "type_id": visit.type.id,
        "started_at": _begun(visit) + timedelta(hours=1),
        "outcome": "refused" if reason else "abandoned",
        "reason": reason,
        "last_step": "address" if reason in ("outside_area", "unknown_address") else LEFT_AT[rank % len(LEFT_AT)],
        "on_phone": rank % 4 != 0,
    }
