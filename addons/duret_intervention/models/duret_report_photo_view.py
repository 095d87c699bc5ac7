import base64

from odoo import models

from ..photo_file.cleaning import UncleanError


class DuretReportPhotoView(models.AbstractModel):
    """A photo on the client's copy of a report."""

    _name = "duret.report.photo.view"
    _description = "Photo: Client's Copy"

    def _duret_view(self, report, edge):
        """What is printed of this photo.

        :param report: duret.intervention.report, in the client's language
        :param int edge: longest side in pixels
        :return: dict(image, label, caption, taken, place); the image is empty while the bytes are not in
        """
        self.ensure_one()
        labels = {"before": report.env._("Before"), "after": report.env._("After")}
        return {
            "uuid": self.uuid,
            "image": self._duret_image(edge),
            "label": labels.get(self.kind, ""),
            "caption": self.caption or "",
            "taken": report._duret_moment(self.taken_at, "dd/MM/y HH:mm"),
            "place": self._duret_position(report),
        }

    def _duret_image(self, edge):
        """The photo as data of an image; empty when it has not come or its file is damaged."""
        try:
            data = self._duret_client_copy(edge)
        except (UncleanError, OSError):
            return ""
        return data and f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"

    def _duret_position(self, report):
        """Where it was taken, as long as the position is kept."""
        if not self.latitude or not self.longitude:
            return ""
        numbers = [report._duret_number(f"{float(text):.5f}") for text in (self.latitude, self.longitude)]
        accuracy = report._duret_number(f"{float(self.accuracy or 0):.0f}")
        return report.env._("%(place)s (± %(metres)s m)", place=" ; ".join(numbers), metres=accuracy)
