from odoo import api, models

from ..exceptions import SyncRefused
from ..field_report import clean
from ..photo_file.frames import MAX_PHOTO, SHA256, UUID
from .duret_ticket_field import TYPES

MOST_TEXT = 20_000
MOST_PHOTOS = 20
KEYS = {"kind", "text", "partner", "photos"}


class DuretSyncPushRequest(models.AbstractModel):
    """Push: « the client wants a quotation for… », « a problem to report »."""

    _name = "duret.sync.push.request"
    _description = "Push: Requests"

    @api.model
    def _apply_request_new(self, step):
        """Open a ticket for what the technician wrote, with the photos that he announces.

        :param step: see `duret.sync.push`; data: ``kind`` ("quote", "problem"), ``text``, ``partner`` (id or None),
            ``photos`` (list of uuid, sha256, size)
        :return: answer with ``ticket`` (id) and ``number``
        :raise SyncRefused: bad_shape, too_long, bad_value (an unknown client or photo), not_yours (his visit it is not)
        """
        data = step.mutation.data
        kind, text, photos = data.get("kind"), data.get("text"), data.get("photos") or []
        if data.keys() - KEYS or kind not in TYPES or not isinstance(text, str) or not isinstance(photos, list):
            raise SyncRefused("bad_shape")
        text = clean(text).strip()
        if len(text) > MOST_TEXT or len(photos) > MOST_PHOTOS:
            raise SyncRefused("too_long")
        if not text and not photos:
            raise SyncRefused("bad_value", path="text")
        announced = [self._read_announced(photo) for photo in photos]
        visit = self._request_visit(step)
        ticket = self._open_request(step, kind, text or self.env._("See the photos."), visit)
        self._announce_photos(ticket, announced, step)
        return self._answer("applied", "", {"ticket": ticket.id, "number": ticket.number})

    @api.model
    def _open_request(self, step, kind, text, visit):
        """Open the ticket.

        :return: helpdesk.ticket with all rights
        """
        # sudo: a technician asks, the office's desk opens: the visit is his own, the client one whom he may read.
        tickets = self.env["helpdesk.ticket"].sudo()
        partner = self._request_partner(step.mutation.data.get("partner"))
        return tickets._duret_open_from_field(
            step.mutation.uuid, kind, text, visit=visit, partner=partner, at=step.moment
        )

    @api.model
    def _request_visit(self, step):
        """Visit on which the technician wrote; none when he wrote between two visits.

        :return: fsm.order; empty too when the visit is gone: what the client wants is kept all the same
        :raise SyncRefused: it never was his
        """
        if step.visit:
            self._whose(step)
        return step.visit

    @api.model
    def _request_partner(self, partner_id):
        """Client whom the technician chose.

        :raise SyncRefused: no number, or nobody whom he may read
        """
        if partner_id is None:
            # sudo: nobody.
            return self.env["res.partner"].sudo()
        if type(partner_id) is not int or not 0 < partner_id < 2**31:
            raise SyncRefused("bad_value", path="partner")
        partner = self.env["res.partner"].search([("id", "=", partner_id)])
        if not partner:
            raise SyncRefused("bad_value", path="partner")
        # sudo: a contact whom the user may read, by the search above.
        return partner.sudo()

    @api.model
    def _read_announced(self, photo):
        """Read what is said of a photo.

        :return: dict for `create`
        :raise SyncRefused: bad_value
        """
        uuid, sha256, size = (photo.get(key) if isinstance(photo, dict) else None for key in ("uuid", "sha256", "size"))
        good = isinstance(uuid, str) and UUID.fullmatch(uuid) and isinstance(sha256, str) and SHA256.fullmatch(sha256)
        if not good or type(size) is not int or not 0 < size <= MAX_PHOTO:
            raise SyncRefused("bad_value", path="photos")
        return {"uuid": uuid, "sha256": sha256, "size": size}

    @api.model
    def _announce_photos(self, ticket, announced, step):
        """Write down which photos belong to the request; their bytes come apart."""
        # sudo: photos of the request that the user has just opened.
        photos = self.env["duret.report.photo"].sudo()._duret_unlocked()
        rows = [
            row | {"ticket_id": ticket.id, "company_id": ticket.company_id.id, "taken_at": step.moment}
            for row in announced
        ]
        photos.create(rows)
