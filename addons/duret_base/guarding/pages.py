"""Paths by whom they are for, as regular expressions matched against the whole path.

Everything that a client or a visitor has no use for is a door that need not exist for them: they get 404.
"""

import re
from collections.abc import Mapping

# Odoo's own pages for developers: profiling, test runners, description of every model. Administrators only.
WORKSHOP = re.compile(
    r"/web/(set_profiling|tests|speedscope|profile_config)\b.*|/account/(init|post)_tests\w*|/doc(-bearer)?(/.*)?"
    r"|/queue_job/create_test_job|/base_import_module/login_upload|/bus/get_model_definitions"
)
# Tools of the web client: exports, report rendering by model and id, uploads, editors, configurators.
STAFF = re.compile(
    r"/report/(?!barcode\b).*|/web/(export|pivot|partner|view|model|domain)/.*|/web/(action)/run|/web_enterprise/.*"
    r"|/base_import/.*|/web/binary/upload_attachment|/(html_editor|web_editor)/(?!(image_)?shape\b|font_to_img\b).*"
    r"|/web_unsplash/.*|/spreadsheet/.*|/product/.*|/sale/(product|combo)_configurator/.*|/hr/.*|/stock/.*|/print/cv"
    r"|/json/1/.*|/json/(?!2\b|version\b).*|/google_gmail/.*|/microsoft_outlook/.*|/microsoft_calendar/.*"
    r"|/sale_pdf_quote_builder/.*|/account/download_\w+/.*|/lead/.*|/leave/.*|/allocation/.*|/discuss/gif/.*"
)
# Odoo gives these routes numbers and paths in the address itself; the same names in a query are only ever tampering.
PATH_ONLY = re.compile(r"/(mail|web_editor)/font_to_img/.*|/web/assets/.*|/html_editor/(image_)?shape/.*")
_BAD_ASSET = re.compile(r"/web/assets/[^/]+/.*%.*")

# What the forms open to everybody must carry; without it the visitor is shown the form again.
REQUIRED = {
    "/web/login": ("login", "password"),
    "/web/signup": ("login", "name", "password"),
    "/my/security": ("old", "new1", "new2"),
}


def missing_fields(path: str, params: Mapping) -> list[str]:
    """Required fields that a form sent to this path lacks; a login by passkey has none."""
    if params.get("type", "password") != "password":
        return []
    return [name for name in REQUIRED.get(path, ()) if not params.get(name)]


def is_for_staff(path: str) -> bool:
    """True for a page of the web client that clients have no use for."""
    return bool(STAFF.fullmatch(path))


def is_workshop(path: str) -> bool:
    """True for a page made for developers."""
    return bool(WORKSHOP.fullmatch(path))


def takes_path_only(path: str) -> bool:
    """True for a page whose arguments are all in its path."""
    return bool(PATH_ONLY.fullmatch(path))


def is_impossible(path: str) -> bool:
    """True for a path that no page of Odoo could have produced and that its route cannot digest."""
    return bool(_BAD_ASSET.fullmatch(path))
