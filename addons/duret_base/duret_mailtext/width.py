"""Core's own mails (password, calendar, survey) are 590 px wide: too wide for a telephone."""

import re

_TAG = re.compile(r"<(?:table|td|div)\b[^>]*>", re.IGNORECASE)
_MIN_WIDTH = re.compile(r"(?<![\w-])min-width:\s*(\d{3})px")
_WIDTH = re.compile(r"""\bwidth=(["'])([4-9]\d\d)(?:px)?\1""")
NARROW = 400  # px; what needs more does not fit a telephone


def fit_narrow_screens(body):
    """Let tables that ask for a width of their own shrink on a narrow screen.

    :param str body: HTML of a mail
    :return: str of the same class; only widths of tables, cells and blocks differ: they become the widest allowed

    >>> fit_narrow_screens('<table width="590" style="min-width: 590px; color: red">')
    '<table width="100%" style="max-width: 590px; color: red">'
    """
    if not body:
        return body
    return type(body)(_TAG.sub(lambda tag: _shrinkable(tag.group()), str(body)))


def _shrinkable(tag):
    tag = _MIN_WIDTH.sub(lambda width: _limit(width[1]) if int(width[1]) > NARROW else width[0], tag)
    asked = _WIDTH.search(tag)
    if not asked:
        return tag
    tag = tag[: asked.start()] + 'width="100%"' + tag[asked.end() :]
    if "max-width" in tag:
        return tag
    limit = _limit(asked[2])
    if 'style="' in tag:
        return tag.replace('style="', f'style="{limit}; ', 1)
    return tag.replace('width="100%"', f'width="100%" style="{limit}"', 1)


def _limit(pixels):
    return f"max-width: {pixels}px"
