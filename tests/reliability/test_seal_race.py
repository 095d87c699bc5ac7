"""The chain of seals under rivals: eight connections seal at once, none waits for ever, none forks, none fails."""

import json
import os
import re

import pytest

from tools.suite import databases, server

REPORTS = 120
RIVALS = 8
SCRIPT = """
import json, threading, time
from odoo.addons.duret_intervention.models import duret_report_seal
from odoo.addons.duret_intervention.seal_chain import faults
reports, seals = env['duret.intervention.report'], env['duret.report.seal']
env['duret.report.seal']._seal_batch(env.registry)
site = env['fsm.location'].create({'name': 'Essai', 'owner_id': env['res.partner'].create({'name': 'Essai'}).id})
visit = env['fsm.order'].create({'location_id': site.id})
type(seals)._seal_soon = lambda self: None
made = reports
for number in range(COUNT):
    report = reports._duret_unlocked().create({'order_id': visit.id, 'work_done': f'Travaux {number}'})
    text, sha256 = report._duret_office_document('absence')
    report._duret_close('absent', report._duret_office())
    report._duret_keep_signature({'outcome': 'absent', 'reason': 'absence', 'document': text,
        'document_sha256': sha256, 'strokes': '[]', 'signed_at': report.closed_at})
    made |= report
env.cr.commit()
duret_report_seal.BATCH = 3
errors, added = [], []


def rival():
    try:
        while found := seals._seal_batch(env.registry):
            added.append(found)
    except Exception as error:
        errors.append(repr(error))


threads = [threading.Thread(target=rival) for _number in range(RIVALS)]
started = time.monotonic()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
took = time.monotonic() - started
env.cr.rollback()
env.invalidate_all()
chain = seals.search([], order='number')
verdicts = {verdict for verdict, _texts in reports.browse(made.ids)._duret_verify().values()}
print('RACE=' + json.dumps({'errors': errors, 'added': sum(added), 'batches': len(added), 'took': took,
    'faults': len(faults([seal._link() for seal in chain])), 'verdicts': sorted(verdicts),
    'sealed': len(made.seal_ids)}))
"""


@pytest.fixture
def seal_database():
    """A clone of the suite's database: what is sealed cannot be taken back."""
    name = databases.clone(os.environ.get("RELIABILITY_DB") or databases.suite_template(), f"seals_{os.getpid()}")
    yield name
    databases.drop(name)


def test_rivals_make_one_chain(seal_database):
    done = server.shell(seal_database, f"COUNT, RIVALS = {REPORTS}, {RIVALS}\n{SCRIPT}", timeout=300)
    found = re.search(r"RACE=(.*)", done.stdout)
    assert found, done.stdout + done.stderr[-3000:]
    figures = json.loads(found[1])
    print(f"Seals: {REPORTS} by {RIVALS} rivals in {figures['took']:.1f} s, {figures['batches']} transactions")
    assert figures["errors"] == []
    assert (figures["added"], figures["sealed"]) == (REPORTS, REPORTS)
    assert figures["batches"] > 1
    assert figures["faults"] == 0
    assert figures["verdicts"] == ["genuine"]
