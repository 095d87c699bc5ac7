"""G6c: a mail scanner follows every link of every mail and page; the data must not change."""

import html
import re
from urllib.parse import urlsplit

from visitor import Visitor

MOST_PAGES = 300
# What following links may write, and why. Besides these, a page of the portal may give its record the secret of
# its own link, and Odoo notes that a quotation's link was opened (subtype mt_order_viewed).
TECHNICAL = {
    "res_device_log": "where a session was used from",
    "res_users_log": "a login's date",
    "duret_rate_window": "counters of the limits",
    "bus_bus": "messages to open browsers",
    "mail_presence": "who is online",
    "res_users_settings": "a user's preferences, written with their defaults on the first visit",
    "ir_logging": "technical log",
    "ir_profile": "technical log",
    "ir_sequence": "counters of sequences that are read ahead",
    "http_session": "sessions",
}
LINK = re.compile(r"""(?:href|src|action)\s*=\s*["']([^"']+)["']""")


# One function in the database, so that one short query reads the checksums of all tables.
CHECKSUMS = """
CREATE OR REPLACE FUNCTION pg_temp.checksum(tab text, cols text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found text; BEGIN
  EXECUTE format('SELECT md5(coalesce(string_agg(md5(t::text), %L ORDER BY md5(t::text)), %L))'
                 ' FROM (SELECT %s FROM %I) t', '', '', cols, tab) || CASE tab WHEN 'mail_message' THEN
    ' WHERE subtype_id IS DISTINCT FROM ' || coalesce((SELECT res_id FROM ir_model_data
      WHERE module = 'sale' AND name = 'mt_order_viewed'), -1) ELSE '' END INTO found;
  RETURN found; END $$;
SELECT table_name, pg_temp.checksum(table_name, string_agg(quote_ident(column_name), ',' ORDER BY ordinal_position))
  FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_name <> 'access_token'
 GROUP BY table_name
"""


def _checksums(sql):
    """{table: checksum of all its rows}, without the technical tables and the secrets of links."""
    return {table: value for table, value in sql(CHECKSUMS) if table not in TECHNICAL}


def _links(body):
    """Addresses of this site that a page or mail mentions."""
    for raw in LINK.findall(body):
        parts = urlsplit(html.unescape(raw))
        if parts.path.startswith("/") and not parts.path.startswith(
            ("/web/session/logout", "/web/assets", "/web/static")
        ):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _mail_links(sql, world):
    """Links of every mail and message of the database, and those that Odoo puts in mails by code."""
    found = set()
    for (body,) in [row[:1] for row in sql("select replace(replace(body, chr(10), ' '), '|', ' ') from mail_message")]:
        found.update(_links(body))
    for client in world["clients"].values():
        found |= {
            f"/my/ticket/{client['ticket']}/{client['ticket_token']}",
            f"/mail/view?model=helpdesk.ticket&res_id={client['ticket']}&access_token={client['ticket_token']}",
            f"/mail/unfollow?model=helpdesk.ticket&res_id={client['ticket']}&pid={client['pid']}&token={client['hash']}",
            f"/ticket/close?ticket_id={client['ticket']}&stage_id={client['stage']}",
            f"/calendar/meeting/accept?token={client['attendee_token']}&id={client['event']}",
            f"/calendar/meeting/decline?token={client['attendee_token']}&id={client['event']}",
            f"/rate/{client.get('rating_token', 'unknown')}/5",
            f"/survey/start/{client['survey_token']}?answer_token={client['answer_token']}",
            f"/survey/start/{client['survey_token']}",
            f"/my/orders/{client['order']}",
            f"/avis/{client['opinion_token']}?note=9",
        }
    return found


def _crawl(visitor, start):
    """Follow links breadth first; returns {path: status}."""
    seen, todo = {}, list(start)
    while todo and len(seen) < MOST_PAGES:
        path = todo.pop(0)
        if path in seen:
            continue
        visitor.session.headers["X-Forwarded-For"] = f"10.7.{len(seen) >> 8}.{len(seen) & 255}"
        answer = visitor.get(path)
        seen[path] = answer.status
        if answer.location:
            todo.append(next(iter(_links(f'href="{html.escape(answer.location)}"')), path))
        if "html" in answer.headers.get("Content-Type", ""):
            todo += [link for link in _links(answer.body) if link not in seen]
    return seen


def test_following_every_link_changes_nothing(odoo, people, world, sql, report):
    """Scanner without a login, client, and a colleague of the client: all tables keep their checksums."""
    start = sorted(_mail_links(sql, world) | {"/my", "/web/login", "/", "/my/tickets", "/new/ticket"})
    people["A"].get("/my")
    before = _checksums(sql)
    pages, broken = 0, []
    for name in ("anonymous", "A", "sibling"):
        visitor = Visitor(odoo.url) if name == "anonymous" else people[name]
        seen = _crawl(visitor, start)
        pages += len(seen)
        broken += [f"{name} {path} {status}" for path, status in seen.items() if status >= 500]
    after = _checksums(sql)
    changed = sorted(table for table in before if before[table] != after[table])
    report("G6c", links_followed=pages, tables=len(before), changed=len(changed), errors_500=len(broken))
    assert changed == []
    assert broken == []


def test_the_button_behind_the_link_does_its_work(odoo, world, sql):
    """A person who presses the button gets what the link promised, once."""
    client = world["clients"]["B"]
    target = f"/calendar/meeting/decline?token={client['attendee_token']}&id={client['event']}"
    visitor = Visitor(odoo.url)
    state = f"select state from calendar_attendee where id = {client['attendee']}"
    before = sql(state)
    page = visitor.get(target)
    assert page.ok
    assert "Confirmer" in page.body
    assert sql(state) == before
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.body)[1]
    done = visitor.request("POST", "/duret/confirm", data={"csrf_token": token, "target": target})
    assert done.location.endswith(target)
    assert visitor.get(target).ok
    assert sql(state) == [["declined"]]
    again = visitor.get(target)
    assert "Confirmer" in again.body, "the confirmation serves once"
