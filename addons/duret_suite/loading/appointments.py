"""How long the office took to book the visits of the last months, and what clients were told about them."""

from datetime import timedelta

from odoo import fields

BOOKED = 90  # visits of the past whose booking was measured
MINUTES = (1.6, 2.1, 2.4, 2.8, 1.9, 4.5, 2.2)  # of a booking, in turn
MOVED = 30  # one visit in so many was moved by us
REFUSED = (3, 17, 38)  # days ago: double bookings that the database refused


def write(env, scenario, refs):
    """Write measures, messages and refusals beside the visits that are there."""
    visits = env["fsm.order"].search(
        [("duret_confirmed", "=", True), ("scheduled_date_start", "<", fields.Datetime.now())],
        order="scheduled_date_start desc, id desc",
        limit=BOOKED,
    )
    env["duret.booking.measure"].create([_measure(refs, rank, visit) for rank, visit in enumerate(visits)])
    env["duret.visit.message"].create(
        [_message(rank, visit) for rank, visit in enumerate(visits) if visit.duret_event_ids]
    )
    now = fields.Datetime.now()
    env["duret.slot.refusal"].create([{"date": now - timedelta(days=days), "channel": "portal"} for days in REFUSED])


def _measure(refs, rank, visit):
    confirmed = min(visit.scheduled_date_start - timedelta(days=2), fields.Datetime.now())
    minutes = MINUTES[rank % len(MINUTES)]
    began = confirmed - timedelta(minutes=minutes)
    return {
        "order_id": visit.id,
        "ticket_id": visit.duret_ticket_id.id,
        "user_id": refs["user:claire"],
        "began_at": began,
        "opened_at": began,
        "confirmed_at": confirmed,
        "minutes": minutes,
        "is_fast": float(minutes < 3),
    }


def _message(rank, visit):
    return {
        "event_id": visit.duret_event_ids[0].id,
        "order_id": visit.id,
        "audience": "client",
        "partner_id": visit.duret_partner_id.id,
        "channel": "sms" if rank % 2 else "mail",
        "kind": "confirmation" if (rank + 1) % MOVED else "moved",
        "due": visit.scheduled_date_start - timedelta(days=2),
        "state": "sent",
        "told_start": visit.scheduled_date_start,
        "address": visit.duret_partner_id.phone if rank % 2 else visit.duret_partner_id.email,
    }
