import hashlib
from dataclasses import dataclass, field

from odoo import api, models

from ..photo_file.frames import TOO_MANY, TRUNCATED, read_frames
from ..photo_file.header import PictureError, examine
from .duret_photo_upload import MOST_HELD

BAD_SHA256 = "bad_sha256"
NOT_YOURS = "not_yours"
GAP = "gap"
TOO_MANY_HELD = "too_many_held"
# Nothing is wrong with these photos: the telephone sends them again.
AGAIN = {GAP, TRUNCATED, TOO_MANY, TOO_MANY_HELD}
# What is read of an announced photo.
LOOKED_AT = ["uuid", "sha256", "state", "size", "user_id", "company_id", "report_id", "attachment_id"]


@dataclass
class Desk:
    """What one request brought: what is known of it, and what is to be stored at the end.

    :ivar photos: {uuid: duret.report.photo} that the sender may read
    :ivar others: uuids of photos that are not his
    :ivar uploads: {sha256: duret.photo.upload} of the sender
    :ivar stored: {duret.report.photo: (bytes, Picture)}, announced
    :ivar held: {sha256: (Frame, bytes, Picture)}, not announced yet
    """

    photos: dict
    others: set
    uploads: dict
    stored: dict = field(default_factory=dict)
    held: dict = field(default_factory=dict)


class DuretPhotoReceiver(models.AbstractModel):
    """Takes the bytes of photos: whatever order they come in, however often, for as many photos as a request holds.

    The statements of a request do not depend on how many whole photos it brings.
    """

    _name = "duret.photo.receiver"
    _description = "Receiver of Photos"

    @api.model
    def _receive(self, body):
        """Take the pieces of photos in a request.

        :param bytes body: frames, see `photo_file.frames`
        :return: list of dict `photo` (uuid, "" when unreadable), `received` (bytes), `complete` (bool), `code`
            ("" when taken), `message` (in the user's language), in the order of the frames; with `retry` when the
            photo itself is good and is to be sent again
        """
        frames = read_frames(body)
        desk = self._look_up([frame for frame in frames if not frame.error])
        answers = [self._answer(frame, *self._take(frame, desk)) for frame in frames]
        self._store(desk)
        return answers

    @api.model
    def _answer(self, frame, received, code):
        complete = not code and bool(frame.size) and received == frame.size
        message = self._message(code) if code else ""
        told = {"photo": frame.photo, "received": received, "complete": complete, "code": code, "message": message}
        return told | ({"retry": True} if code in AGAIN else {})

    @api.model
    def _look_up(self, frames):
        """Read what is known of the photos of these frames: three statements at most."""
        photos, uploads = self.env["duret.report.photo"], self.env["duret.photo.upload"]
        domain = [("uuid", "in", [frame.photo for frame in frames])]
        # sudo: to tell another technician's photo from an unknown one; only those that the user may read are used.
        known = photos.sudo().search_fetch(domain, LOOKED_AT)
        # Who announced a photo may send it; the rules are asked about the others only, which are rare.
        own = known.filtered(lambda photo: photo.user_id.id == self.env.uid)
        # sudo again after the rules have chosen.
        own |= (known - own).sudo(False)._filtered_access("read").sudo()
        mine = [("user_id", "=", self.env.uid), ("sha256", "in", [frame.sha256 for frame in frames])]
        # sudo: the current user's own bytes, by the condition on `user_id`.
        found = uploads.sudo().search_fetch(mine, ["sha256", "size", "received", "attachment_id"])
        return Desk(
            photos={photo.uuid: photo for photo in own},
            others=set((known - own).mapped("uuid")),
            uploads={upload.sha256: upload for upload in found},
        )

    # --- one frame -------------------------------------------------------------------------------------------------
    @api.model
    def _take(self, frame, desk):
        """Take one frame.

        :return: (bytes of this photo that are there, code of refusal or "")
        """
        if frame.error:
            return 0, frame.error
        if frame.photo in desk.others:
            return 0, NOT_YOURS
        photo = desk.photos.get(frame.photo)
        if photo and photo.sha256 != frame.sha256:
            return 0, BAD_SHA256
        if (photo and (photo.state == "received" or photo in desk.stored)) or frame.sha256 in desk.held:
            return self._take_known(frame, photo, desk)
        if frame.is_whole:
            return self._take_whole(frame, frame.data, photo, desk)
        return self._take_part(frame, photo, desk)

    @api.model
    def _take_known(self, frame, photo, desk):
        """The bytes are there already: nothing is written, unless a second photo with the same bytes came."""
        if photo and photo.state != "received" and photo not in desk.stored:
            _frame, data, picture = desk.held[frame.sha256]
            desk.stored[photo] = (data, picture)
        return frame.size, ""

    @api.model
    def _take_whole(self, frame, data, photo, desk):
        """All bytes are there: look whether they are the photo they should be."""
        upload = desk.uploads.get(frame.sha256)
        if not photo and upload and upload.attachment_id:
            return frame.size, ""
        if len(data) != frame.size or hashlib.sha256(data).hexdigest() != frame.sha256:
            return 0, BAD_SHA256
        try:
            picture = examine(data)
        except PictureError as error:
            return 0, error.code
        if photo:
            desk.stored[photo] = (data, picture)
        elif not self._may_hold(desk):
            return 0, TOO_MANY_HELD
        else:
            desk.held[frame.sha256] = (frame, data, picture)
        return frame.size, ""

    @api.model
    def _take_part(self, frame, photo, desk):
        """A piece of an interrupted photo, or a question: pieces are rare, each costs its own statements."""
        upload = desk.uploads.get(frame.sha256)
        if upload and upload.attachment_id:
            return self._take_whole(frame, upload._bytes(), photo, desk) if photo else (frame.size, "")
        if not frame.data:
            return (upload.received if upload else 0), ""
        if frame.offset and (not upload or frame.offset > upload.received):
            return (upload.received if upload else 0), GAP
        if not upload:
            if not self._may_hold(desk):
                return 0, TOO_MANY_HELD
            upload = desk.uploads[frame.sha256] = self._new_uploads([frame])[frame.sha256]
        if not upload.received:
            upload.size = frame.size
        if upload.size != frame.size:
            return 0, BAD_SHA256
        data = upload._append(frame.offset, frame.data)
        if not data:
            return upload.received, ""
        received, code = self._take_whole(frame, data, photo, desk)
        if code:
            upload._start_again()
        return received, code

    @api.model
    def _may_hold(self, desk):
        """False when this user holds so much that nobody announced that something is wrong with his telephone."""
        held = [("user_id", "=", self.env.uid), ("received", ">", 0)]
        # sudo: rows of the current user are counted.
        count = self.env["duret.photo.upload"].sudo().search_count(held, limit=MOST_HELD)
        return count + len(desk.held) < MOST_HELD

    # --- at the end ------------------------------------------------------------------------------------------------
    @api.model
    def _new_uploads(self, frames):
        """Have the rows of photos on their way.

        :return: dict {SHA-256: duret.photo.upload}
        """
        # sudo: rows of the current user.
        return self.env["duret.photo.upload"].sudo()._open({frame.sha256: frame.size for frame in frames})

    @api.model
    def _store(self, desk):
        """Write down what is whole: files in one statement, photos in one."""
        if desk.stored:
            # sudo: photos that :meth:`_look_up` chose by the user's rights, with the bytes they announced.
            self.env["duret.report.photo"].sudo()._duret_store(desk.stored)
        if desk.held:
            self._hold(desk)
        done = [desk.uploads[photo.sha256].id for photo in desk.stored if photo.sha256 in desk.uploads]
        # sudo: rows of the current user; those that are whole stay, for another photo with the same bytes.
        uploads = self.env["duret.photo.upload"].sudo().browse(done)
        uploads.filtered(lambda upload: not upload.attachment_id)._drop()

    @api.model
    def _hold(self, desk):
        """Keep the whole photos that nobody announced yet."""
        new = [frame for sha256, (frame, _data, _picture) in desk.held.items() if sha256 not in desk.uploads]
        desk.uploads |= self._new_uploads(new)
        files = {desk.uploads[sha256]: (data, picture) for sha256, (_frame, data, picture) in desk.held.items()}
        # sudo: rows of the current user, made or found by his own id.
        self.env["duret.photo.upload"].sudo().concat(*files)._hold(files)

    @api.model
    def _message(self, code):
        """Say why a photo was not taken, in the user's language.

        :param str code:
        :return: str
        """
        words = {
            "bad_frame": self.env._("This photo was announced in a way that cannot be read."),
            "truncated": self.env._("The connection was cut in the middle of this photo: it is sent again."),
            "too_big": self.env._("This photo is too big: 8 MB at most."),
            "too_many": self.env._("Too many photos at once: the others are sent again."),
            "not_an_image": self.env._("This file is not a photo (JPEG, PNG or WebP)."),
            "image_bomb": self.env._("This photo has too many pixels: 40 million at most."),
            BAD_SHA256: self.env._("The bytes of this photo are not those that were announced."),
            NOT_YOURS: self.env._("This photo belongs to the report of somebody else."),
            GAP: self.env._("A piece of this photo is missing: it goes on where it stopped."),
            TOO_MANY_HELD: self.env._("Too many photos wait for their report. Call the office."),
        }
        return words[code]
