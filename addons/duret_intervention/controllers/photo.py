from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from odoo import http
from odoo.http import request

from ..photo_file.frames import MAX_BODY
from .whose import is_other_user

# No form can send this type: a page of another site cannot make a browser do it.
CHUNKS = "application/x-duret-chunks"
THUMBNAIL_HEADERS = [("Content-Type", "image/jpeg"), ("X-Content-Type-Options", "nosniff")]
KEPT_SECONDS = 7 * 24 * 3600


class PhotoController(http.Controller):
    """Bytes of photos from and to the technicians' telephones."""

    # csrf: the type of the body is checked instead, see CHUNKS.
    @http.route(
        "/intervention/photos",
        type="http",
        auth="user",
        methods=["POST"],
        csrf=False,
        sitemap=False,
        save_session=False,
        max_content_length=MAX_BODY,
    )
    def photos(self):
        """Take pieces of photos, see `photo_file.frames`; the answer says how far each one came."""
        if request.httprequest.mimetype != CHUNKS:
            raise UnsupportedMediaType()
        if not request.env["duret.app.shell"]._is_technician():
            raise Forbidden()
        if is_other_user():
            return request.make_json_response({"other_user": True}, status=409)
        body = request.httprequest.get_data(cache=False)
        return request.make_json_response({"photos": request.env["duret.photo.receiver"]._receive(body)})

    @http.route("/intervention/file/<int:attachment_id>", type="http", auth="user", methods=["GET"], sitemap=False)
    def file(self, attachment_id, thumb=""):
        """A document, an earlier photo or its thumbnail (`?thumb=1`), of a visit of this technician."""
        files = request.env["duret.sync.file"]
        attachment = files._find(attachment_id)
        if not attachment:
            raise request.not_found()
        if thumb:
            small = files._thumbnail(attachment)
            if not small:
                raise request.not_found()
            headers = [*THUMBNAIL_HEADERS, ("Cache-Control", f"private, max-age={KEPT_SECONDS}")]
            return request.make_response(small, headers)
        stream = request.env["ir.binary"]._get_stream_from(attachment)
        return stream.get_response(as_attachment=False, max_age=KEPT_SECONDS)
