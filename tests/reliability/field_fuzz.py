"""What a telephone that went mad sends: operations and pieces of photos, mostly of the right shape and wrong inside."""

import hashlib
import json
import uuid

PUSH, PHOTOS = "/intervention/push", "/intervention/photos"
CHUNKS = "application/x-duret-chunks"
KINDS = (
    "report.open", "report.change", "report.sign", "report.amend", "photo.position", "visit.set_off", "visit.arrive",
    "visit.finish", "visit.delay", "visit.assign", "request.new", "conflict.settle", "no.such", "__class__", "",
)  # fmt: skip
NAMES = (
    "changes", "document", "sha256", "strokes", "png", "outcome", "signer", "amends", "reason", "photo", "salt", "lat",
    "lon", "accuracy", "minutes", "kind", "text", "partner", "photos", "conflict", "keep", "visit", "start", "persons",
)  # fmt: skip
PATHS = ("work_done", "arrived_at", "follow_up", "equipment/1", "checks/power_off", "hours/normal", "id", "../x", "")
MOMENTS = ("2026-11-21T08:05:00Z", "2026-11-21T08:05:00.250Z", "2026-02-31T00:00:00Z", "9999-12-31T23:59:59Z", "now")


def _uuid(rng):
    """Often one of a few, so that identities meet."""
    return str(uuid.UUID(int=rng.choice([rng.getrandbits(128), rng.randint(1, 9)]), version=4))


def anything(rng, depth=0):
    """A JSON value."""
    kind = rng.randrange(12 if depth < 3 else 9)
    if kind == 9:
        return [anything(rng, depth + 1) for _number in range(rng.randrange(4))]
    if kind >= 10:
        return {rng.choice(NAMES): anything(rng, depth + 1) for _number in range(rng.randrange(4))}
    return rng.choice(
        [
            None, True, False, 0, -1, 2**31, 2**63, 2**100, 0.1, 1e308, "", "é\u0000", "\ud800", "x" * 25_000, "0.35",
            "<script>alert(1)</script>", "{{7*7}}", "signed", "phone", "power_off", "owner", _uuid(rng), "0" * 64,
            rng.choice(MOMENTS),
        ]
    )  # fmt: skip


def operation(rng):
    """One operation, in which a few things are wrong."""
    path = rng.choice(PATHS) if rng.random() < 0.7 else f"{rng.choice(('photos', 'measures', 'products'))}/{_uuid(rng)}"
    data = {rng.choice(NAMES): anything(rng) for _number in range(rng.randrange(5))}
    if rng.random() < 0.5:
        data["changes"] = [[path, None, anything(rng)] for _number in range(rng.randrange(3))]
    op = {
        "uuid": _uuid(rng),
        "kind": rng.choice(KINDS),
        "format": rng.choice([1, 1, 1, 2, "1", None]),
        "at": rng.choice(MOMENTS),
        "visit": rng.choice([1, 2, None, -1, 2**40, "1"]),
        "report": rng.choice([_uuid(rng), None, 7]),
        "data": data,
    }
    for name in rng.sample(sorted(op), rng.choice([0, 0, 1, 2])):
        op[name] = anything(rng)
    return op if rng.random() < 0.95 else anything(rng)


def push(rng):
    """Arguments of a push."""
    device = {"uuid": _uuid(rng), "name": "x", "app": "1", "now": rng.choice(MOMENTS), "waiting": 3, "oldest": None}
    if rng.random() < 0.2:
        device[rng.choice(sorted(device))] = anything(rng)
    return {"device": device, "ops": [operation(rng) for _number in range(rng.randrange(6))]}


def frames(rng):
    """Body of a request with pieces of photos."""
    parts = []
    for _number in range(rng.randrange(1, 4)):
        data = rng.randbytes(rng.choice([0, 1, 700]))
        header = {
            "photo": _uuid(rng),
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "offset": 0,
            "length": len(data),
        }
        for name in rng.sample(sorted(header), rng.choice([0, 1, 2])):
            header[name] = anything(rng)
        text = json.dumps(header).encode()
        length = rng.choice([len(text)] * 5 + [0, 3, 2**32 - 1])
        parts.append(length.to_bytes(4, "big") + text + data)
    body = b"".join(parts)
    return body[: rng.randrange(len(body))] if rng.random() < 0.3 else body
