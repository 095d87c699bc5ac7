"""Neutralising what an HTML mail loads from elsewhere (tracking pixels) when it is displayed."""

import re

import lxml.etree
import lxml.html

REMOTE = re.compile(r"^\s*(?:https?:|ftp:)?//", re.IGNORECASE)
STYLE_URL = re.compile(r"url\(\s*['\"]?\s*(?:https?:|ftp:)?//[^)]*\)", re.IGNORECASE)
PLACEHOLDER = "[image distante bloquée]"


def wrap_plain_text(html: str) -> str:
    """HTML in which plain text, which Odoo keeps in `<pre>` (one long line that does not wrap), is paragraphs.

    >>> wrap_plain_text("<pre>Bonjour\\n\\nun\\ndeux</pre>")
    '<p>Bonjour</p><p>un<br/>deux</p>'
    """

    def paragraphs(match: re.Match) -> str:
        blocks = re.split(r"\n\s*\n", match[1].replace("\r\n", "\n").strip("\n"))
        return "".join(f"<p>{block.replace(chr(10), '<br/>')}</p>" for block in blocks)

    return re.sub(r"<pre>(.*?)</pre>", paragraphs, str(html), flags=re.DOTALL)


def block_remote_images(html: str) -> tuple[str, int]:
    """The HTML with its remote images replaced by their text, and how many there were.

    Images that came with the message (cid:, data:) stay. HTML that cannot be parsed is returned unchanged:
    the sanitizer that follows treats it.

    >>> block_remote_images('<p>Bonjour<img src="https://t.example/p.gif"></p>')
    ('<p>Bonjour<span>[image distante bloquée]</span></p>', 1)
    """
    if not re.search(r"(?:src|srcset|background|url\()", html, re.IGNORECASE):
        return html, 0
    try:
        root = lxml.html.fragment_fromstring(html, create_parent="div")
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return html, 0
    count = sum(_block_node(node) for node in list(root.iter(lxml.etree.Element)))
    if not count:
        return html, 0
    inner = lxml.html.tostring(root, encoding="unicode")
    return inner[len("<div>") : -len("</div>")], count


def _block_node(node) -> int:
    """Neutralise one element in place; 1 when something was blocked."""
    blocked = 0
    for name in ("background", "poster"):
        if REMOTE.match(node.get(name) or ""):
            del node.attrib[name]
            blocked = 1
    if STYLE_URL.search(node.get("style") or ""):
        node.set("style", STYLE_URL.sub("none", node.get("style")))
        blocked = 1
    sources = (node.get("src") or "", node.get("srcset") or "")
    if node.tag == "img" and (REMOTE.match(sources[0]) or re.search(r"//", sources[1])):
        node.tag = "span"
        alt = (node.get("alt") or "").strip()
        node.attrib.clear()
        node.text = f"{PLACEHOLDER} {alt}".strip()
        blocked = 1
    return blocked
