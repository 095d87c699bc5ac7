# Copyright 2026 Duret Électricité
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os

from odoo.http import request

from ..request_desk import clean_files, refused_by_size


def _size(upload):
    size = upload.stream.seek(0, os.SEEK_END)
    upload.stream.seek(0)
    return size


def received_files(names):
    """Read the files of a form; nothing larger than allowed is read into memory.

    :param names: names of the file fields
    :return: ({field: list of request_desk.CleanFile}, list of (field, request_desk.Refusal)); the first is empty when
        anything was refused
    """
    uploads = [
        (name, upload) for name in names for upload in request.httprequest.files.getlist(name) if upload.filename
    ]
    refused = refused_by_size((upload.filename, _size(upload)) for _name, upload in uploads)
    if refused:
        field = next(iter(names))
        return {}, [(field, refusal) for refusal in refused]
    kept, refusals = {}, []
    for name, upload in uploads:
        files, faults = clean_files([(upload.filename, upload.read())])
        kept.setdefault(name, []).extend(files)
        refusals += [(name, refusal) for refusal in faults]
    return ({} if refusals else kept), refusals
