"""What the tests of the drop folder look at."""

from sage.records import CLIENT


def names(root, folder):
    """Names in a folder."""
    return sorted(path.name for path in (root / folder).iterdir())


def taken(bench, entity=CLIENT):
    """Keys of what comes now, acknowledged."""
    keys = [record.key for page in bench.transport.changes(entity, None) for record in page.records]
    bench.transport.acknowledge(entity)
    return keys
