from odoo import api, models

from ..exceptions import SyncRefused
from ..photo_file.place import PlaceError, read_place, within_visit


class DuretSyncPushPhoto(models.AbstractModel):
    """Push: where a photo was taken, apart from the photo, so that it can be erased alone."""

    _name = "duret.sync.push.photo"
    _description = "Push: Positions of Photos"

    @api.model
    def _apply_photo_position(self, step):
        """Keep the position of a photo: if the company wants it, and if the photo was taken during the visit.

        :param step: see `duret.sync.push`; data: ``photo`` (uuid), ``salt``, ``lat``, ``lon``, ``accuracy``
        :return: answer with ``stored`` (bool)
        :raise SyncRefused: bad_value, unknown_photo, not_yours
        """
        data = step.mutation.data
        try:
            place = read_place(data)
        except PlaceError as error:
            raise SyncRefused("bad_value", path="place") from error
        photo = self._positioned(data.get("photo"))
        if photo.place != place.seal:
            # What the client signs holds the seal: another position is not the one that was sealed.
            raise SyncRefused("bad_value", path="place")
        stored = self._may_keep(photo)
        if stored and not photo.latitude:
            photo.write({"latitude": place.lat, "longitude": place.lon, "accuracy": place.accuracy, "salt": place.salt})
        return self._answer("applied", "", {"stored": stored})

    @api.model
    def _positioned(self, uuid):
        """Photo of a position.

        :return: duret.report.photo with all rights
        :raise SyncRefused: unknown, or somebody else's
        """
        # sudo: to tell an unknown photo from somebody else's; the line below checks the right to read it.
        photo = self.env["duret.report.photo"].sudo().search([("uuid", "=", uuid if isinstance(uuid, str) else "")])
        if not photo:
            raise SyncRefused("unknown_photo")
        if not photo.sudo(False).has_access("read"):
            raise SyncRefused("not_yours")
        return photo

    @api.model
    def _may_keep(self, photo):
        """True when the company keeps positions and the photo was taken between arrival and departure."""
        report = photo.report_id
        if not photo.company_id.duret_photo_position or not report:
            return False
        return within_visit(photo.taken_at, report.arrived_at, report.left_at)
