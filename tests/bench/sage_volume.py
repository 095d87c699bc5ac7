"""20,000 clients and 50,000 documents that SAGE and Odoo agree on: the files of one side, the rows of the other.

One client, one quotation and one invoice come in through the real engine; the others are copies of their rows, made by
SQL, because loading them is not what is measured (see `sage.py`). Bindings are kept by the real store, from records
that the real transport has read; a proof of equality then says whether all of it is true.
"""

from dataclasses import replace
from datetime import datetime

from odoo.addons.duret_sage_sync.sage.engine.context import told_lines
from odoo.addons.duret_sage_sync.sage.mapping import LINKS
from odoo.addons.duret_sage_sync.sage.records import CLIENT, CONTACT, DOCUMENT

CLIENTS, DOCUMENTS = 20_000, 50_000
MOMENT = "{:%d%m%y %H:%M}"
TYPED = datetime(2026, 10, 5, 9, 0)
NAMES = "Favre Perrin Bouvier Gaillard Chappaz Tissot Burnet Crozet Rey Cochet Bonnet Lacroix Jacquet Martin".split()
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"


def client_cells(number, **changed):
    """Cells of a client, by field."""
    return {
        "key": str(number),
        "stamp": MOMENT.format(TYPED),
        "number": f"C{number:06d}",
        "name": f"{NAMES[number % len(NAMES)]} {number}",
        "street": f"{1 + number % 90} rue du Lac",
        "zip": "74000",
        "city": "Annecy",
        "country": "France",
        "phone": f"045{number:07d}",
        "email": f"client{number}@volume.example",
        "prospect": "0",
        "asleep": "0",
        **changed,
    }


def document_cells(number, **changed):
    """Cells of a document of one line, by field: the first half are quotations, the others posted invoices."""
    kind, prefix = ("0", "DE") if number <= DOCUMENTS // 2 else ("7", "FA")
    return {
        "key": str(number),
        "stamp": MOMENT.format(TYPED),
        "kind": kind,
        "number": f"{prefix}{number:06d}",
        "date": "051026",
        "client_number": f"C{1 + number % CLIENTS:06d}",
        "reference": "Tableau",
        "state": "0",
        "total_untaxed": "100,00",
        "total": "120,00",
        "paid": "0,00",
        **changed,
    }


def line_cells(number):
    """The line of a document."""
    told = {"product": "TAB13", "name": "Tableau 13 modules", "quantity": "2,00", "unit": "U", "unit_price": "50,00"}
    rate = {"discount": "0,00", "tax_code": "C20", "tax_rate": "20,00", "untaxed": "100,00"}
    return {"key": str(1_000_000 + number), **told, **rate}


def write_file(folder, layout, rank, rows):
    """An export of SAGE with its end mark; `rows` gives (cells, cells of the line)."""
    path = folder / "depuis_sage" / layout.pattern.format(sequence=f"{rank:06d}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="cp1252", newline="") as stream:
        stream.write(";".join(layout.every_column) + "\r\n")
        for cells, line in rows:
            head = [cells.get(name, "") for name in layout.columns.values()]
            stream.write(";".join(head + [line.get(name, "") for name in layout.line_columns.values()]) + "\r\n")
    path.with_suffix(".ok").write_bytes(b"")


def clients(numbers, **changed):
    """Rows of a file of clients."""
    return ((client_cells(number, **changed), {}) for number in numbers)


def documents(numbers, **changed):
    """Rows of a file of documents."""
    return ((document_cells(number, **changed), line_cells(number)) for number in numbers)


def copies(env, table, source, count, changes):
    """Insert copies of one row, ids in order; `changes` = {column: SQL of the value, with n, its rank}."""
    env.cr.execute(COLUMNS, (table,))
    names = [name for (name,) in env.cr.fetchall() if name != "id"]
    values = ", ".join(changes.get(name, f'source."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} source, generate_series(1, %s) n"
        " WHERE source.id = %s ORDER BY n RETURNING id",
        (count, source),
    )
    return [row for (row,) in env.cr.fetchall()]


def multiply_clients(env, partner):
    """The other clients: rows of partners and of their numbers; returns ids by number of the client."""
    mail = "'client' || (n + 1) || '@volume.example'"
    name = f"(ARRAY{NAMES!r})[1 + (n + 1) %% {len(NAMES)}] || ' ' || (n + 1)"
    phone = "lpad((n + 1)::text, 7, '0')"
    changes = {
        "name": name,
        "complete_name": name,
        "email": mail,
        "email_normalized": mail,
        "street": "(1 + (n + 1) %% 90) || ' rue du Lac'",
        "commercial_partner_id": "NULL",
        "duret_sage_number": "'C' || lpad((n + 1)::text, 6, '0')",
    }
    for column in ("phone", "phone_sanitized"):
        changes[column] = f"'+3345' || {phone}"
    made = copies(env, "res_partner", partner.id, CLIENTS - 1, changes)
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)", (made,))
    number = env["duret.phone"].search([("partner_id", "=", partner.id)])
    owner = f"{made[0]} + n - 1"
    written = {"number": f"'045' || {phone}", "e164": f"'+3345' || {phone}", "search_key": f"'+3345' || {phone}"}
    copies(env, "duret_phone", number.id, CLIENTS - 1, {"partner_id": owner, **written})
    return dict(enumerate([partner.id, *made], 1))


def multiply_documents(env, source, numbers, people, prefix):
    """Documents like one, for every client in turn.

    :param source: quotation or invoice that came through the engine
    :param numbers: range of the numbers in SAGE; the first is the source's
    :param people: ids of clients by number
    :return: ids of the documents by number
    """
    env.cr.execute("CREATE TEMP TABLE IF NOT EXISTS sage_people (number integer PRIMARY KEY, partner integer)")
    env.cr.execute("DELETE FROM sage_people")
    env.cr.execute("INSERT INTO sage_people SELECT * FROM unnest(%s, %s)", (list(people), list(people.values())))
    whole = f"(n + {numbers[0]})"
    client = f"(SELECT partner FROM sage_people WHERE number = 1 + {whole} %% {CLIENTS})"
    name = f"'{prefix}' || lpad({whole}::text, 6, '0')"
    changes = dict.fromkeys(
        ("partner_id", "commercial_partner_id", "partner_invoice_id", "partner_shipping_id"), client
    )
    changes |= {"name": name, "duret_sage_number": name, "payment_reference": name, "access_token": "NULL"}
    changes |= {"sequence_number": whole, "sequence_prefix": f"'{prefix}'"}
    made = copies(env, source._table, source.id, len(numbers) - 1, changes)
    lines, link = ("order_line", "order_id") if source._name == "sale.order" else ("line_ids", "move_id")
    for line in source[lines]:
        own = {link: f"{made[0]} + n - 1", "partner_id": client, "order_partner_id": client, "move_name": name}
        own["duret_sage_key"] = f"({1_000_000 + numbers[0]} + n)::text" if line.duret_sage_key else "NULL"
        _same_taxes(env, line, copies(env, line._table, line.id, len(made), own))
    return dict(zip(numbers, [source.id, *made], strict=True))


def _same_taxes(env, line, made):
    """The taxes of a line for its copies."""
    field = line._fields["tax_ids"]
    env.cr.execute(
        f"INSERT INTO {field.relation} ({field.column1}, {field.column2})"
        f" SELECT made, rel.{field.column2} FROM unnest(%s) made, {field.relation} rel WHERE rel.{field.column1} = %s",
        (made, line.id),
    )


def bind(exchange, entity, patterns, local):
    """Bindings of the copies, from what the transport reads: what the engine would have kept.

    :param patterns: function (number of a record) -> key of the record that came through the engine
    :param local: function (number of a record) -> local id, as the store writes it
    """
    store = exchange.store
    like = store.bindings(entity, {patterns(1), patterns(DOCUMENTS)})
    for page in exchange.transport.everything(entity):
        kept = []
        for record in page.records:
            if record.key in like:
                continue
            values = exchange.projection.project(entity, record.values)
            told = {
                "key": record.key,
                "local": local(int(record.key)),
                "base": {name: value for name, value in values.items() if name not in LINKS},
                "base_lines": told_lines(record, exchange) if entity == DOCUMENT else None,
            }
            pattern = like[patterns(int(record.key))]
            kept.append(replace(pattern, **told, digest=record.digest(), stamp=record.stamp, number=record.number))
        store.save_bindings(kept)


def fill(env, backend, folder, layouts):
    """Both sides, equal: three records through the engine, the others by copying, bindings from a complete export."""
    env["account.tax"].create({"name": "20 %", "type_tax_use": "sale", "amount": 20})
    half = DOCUMENTS // 2
    write_file(folder, layouts[CLIENT], 1, clients([1]))
    write_file(folder, layouts[DOCUMENT], 1, documents([1, half + 1], client_number="C000001"))
    backend._sync(forced=True)
    found = env["duret.sage.binding"].search([("backend_id", "=", backend.id)])
    first = {(one.entity, one.key): env[one.model].browse(one.res_id) for one in found}
    people = multiply_clients(env, first[CLIENT, "1"])
    orders = multiply_documents(env, first[DOCUMENT, "1"], range(1, half + 1), people, "DE")
    moves = multiply_documents(env, first[DOCUMENT, str(half + 1)], range(half + 1, DOCUMENTS + 1), people, "FA")
    # those two belong to the client that every other document of their number belongs to
    for number, record in ((1, first[DOCUMENT, "1"]), (half + 1, first[DOCUMENT, str(half + 1)])):
        env.cr.execute(
            f"UPDATE {record._table} SET partner_id = %s WHERE id = %s", (people[1 + number % CLIENTS], record.id)
        )
    env.cr.commit()
    env.invalidate_all()
    write_file(folder, layouts[CLIENT], 2, clients(range(1, CLIENTS + 1)))
    write_file(folder, layouts[CONTACT], 2, [])
    write_file(folder, layouts[DOCUMENT], 2, documents(range(1, DOCUMENTS + 1)))
    exchange = backend._exchange()
    bind(exchange, CLIENT, lambda _number: "1", lambda number: str(people[number]))
    bind(
        exchange,
        DOCUMENT,
        lambda number: "1" if number <= half else str(half + 1),
        lambda number: f"sale.order:{orders[number]}" if number <= half else f"account.move:{moves[number]}",
    )
    exchange.transport.close()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return people
