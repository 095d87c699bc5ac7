"""Dates of the past, which the ORM always sets to the present."""

from odoo.tools import SQL


def set_columns(records, columns, rows):
    """Write columns that no ORM call lets through, in one statement.

    :param records: any recordset of the model
    :param columns: names of stored columns, all of the type given with them: ``{"create_date": "timestamp"}``
    :param rows: list of tuples (id, value, …) in the order of ``columns``
    """
    if not rows:
        return
    records.flush_model()
    values = SQL(", ").join(SQL("(%s)", SQL(", ").join(SQL("%s", cell) for cell in row)) for row in rows)
    assignments = SQL(", ").join(
        SQL("%s = v.%s::%s", SQL.identifier(name), SQL.identifier(name), SQL.identifier(kind))
        for name, kind in columns.items()
    )
    records.env.cr.execute(
        SQL(
            "UPDATE %s AS t SET %s FROM (VALUES %s) AS v(id, %s) WHERE t.id = v.id",
            SQL.identifier(records._table),
            assignments,
            values,
            SQL(", ").join(SQL.identifier(name) for name in columns),
        )
    )
    records.invalidate_model()


def backdate(records, moments):
    """Set the creation date of records.

    :param records: recordset, in the order of ``moments``
    :param moments: naive UTC datetimes
    """
    rows = [(record.id, moment, moment) for record, moment in zip(records, moments, strict=True)]
    set_columns(records, {"create_date": "timestamp", "write_date": "timestamp"}, rows)
