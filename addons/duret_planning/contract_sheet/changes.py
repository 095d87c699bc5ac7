"""What a person changed in a file that was written from our data: cell by cell, against what was written."""

from collections.abc import Mapping


def changed_cells(
    written: Mapping[str, str] | None, read: Mapping[str, str], now: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Compare three states of one contract.

    :param written: cells as they were exported; None when the file does not say
    :param read: cells as they stand in the file now; a column that was removed is missing
    :param now: cells as an export would write them today
    :return: (cells to write, fields changed on both sides in different ways: a person decides)
    """
    changes, conflicts = {}, []
    for field, value in read.items():
        if field not in now or value == now[field]:
            continue
        before = now[field] if written is None else written.get(field, now[field])
        if value == before:
            continue  # untouched in the file; what changed meanwhile stays
        if before != now[field]:
            conflicts.append(field)
        else:
            changes[field] = value
    return changes, conflicts
