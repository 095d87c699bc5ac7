"""On whose behalf a telephone speaks."""

from odoo.http import request

HEADER = "X-Duret-User"


def is_other_user():
    """True when the telephone holds the work of somebody else than the person logged in.

    What one technician did must never be stored under the name of another: such a request is answered
    ``other_user`` and nothing is done.
    """
    named = request.httprequest.headers.get(HEADER, "")
    return bool(named) and named != str(request.env.uid)
