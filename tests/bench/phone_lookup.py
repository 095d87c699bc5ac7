"""Caller look-up by number among 50,000 contacts: the suite's index against Odoo's own phone search.

Read by an Odoo shell on a throw-away database. Prints one JSON line with median milliseconds of both.
"""

import json
import random
import statistics
import time

CONTACTS, LOOKUPS, SEED = 50_000, 60, 19
rng = random.Random(SEED)
numbers = [f"+3345065{number:04d}" if number < 10_000 else f"+3363998{number:05d}"[:12] for number in range(CONTACTS)]
Partner = env["res.partner"].with_context(tracking_disable=True)  # noqa: F821  (env is given by the Odoo shell)
for start in range(0, CONTACTS, 5_000):
    batch = [{"name": f"Contact {n}", "phone": numbers[n]} for n in range(start, start + 5_000)]
    Partner.create(batch)
    env.cr.commit()  # noqa: F821
env.cr.execute("analyze")  # noqa: F821


def french(e164):
    """The number as a French person types it."""
    digits = "0" + e164[3:]
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


def median_ms(search):
    """Median of the look-ups, in milliseconds; every look-up must find somebody."""
    times = []
    for wanted in rng.sample(numbers, LOOKUPS):
        env.invalidate_all()  # noqa: F821
        started = time.perf_counter()
        found = search(wanted)
        times.append((time.perf_counter() - started) * 1000)
        assert found, wanted
    return statistics.median(times)


ours = median_ms(lambda e164: Partner.name_search(french(e164), limit=8))
core = median_ms(lambda e164: Partner.search([("phone_mobile_search", "ilike", french(e164))], limit=8))
print("BENCH " + json.dumps({"ours_ms": ours, "core_ms": core, "contacts": CONTACTS}))
