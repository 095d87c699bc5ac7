"""« Powered by Odoo » has no place in a letter of an electrician to his client."""

import re

# A link to the home page itself: core's credits add at most tracking parameters to it,
# while a link to a page of the documentation (with a path) is content and stays.
_CREDIT = re.compile(
    r"""(?P<words>(?:powered|g[ée]n[ée]r[ée]|fourni|propuls[ée]|optimis[ée])\s+(?:by|par)\s*)?"""
    r"""<a\b[^>]*?\bhref=(?P<quote>["'])https?://(?:www\.)?odoo\.com/?(?:\?[^"'>]*)?(?P=quote)[^>]*>"""
    r"""(?:(?!</a>).)*</a>""",
    re.IGNORECASE | re.DOTALL,
)


def drop_software_credit(body):
    """Remove the links to the home page of the software, with the words that lead to them.

    :param str body: HTML of a mail
    :return: str of the same class (Markup stays Markup), unchanged around the links

    >>> drop_software_credit('<p>Bonjour</p>Powered by <a href="https://www.odoo.com?utm_source=db">Odoo</a>')
    '<p>Bonjour</p>'
    """
    if not body or "odoo.com" not in body:
        return body
    return type(body)(_CREDIT.sub("", str(body)))
