"""G5c: big messages neither fill the worker's memory nor keep it long; one above the limit waits for a person."""

import json
import os
import random
import re
from pathlib import Path

import pytest
from conftest import SEED

from tools.suite import databases, server

COUNT = int(os.environ.get("RELIABILITY_LARGE_MAILS", "6"))  # 20 in the long run
RAW = 15 * 1024 * 1024  # 20 MB once in base64, the usual limit of mail providers
GROWTH_LIMIT = 400  # MB
SECONDS_LIMIT = 5
SCRIPT = """
import json, random, resource, time
from email.message import EmailMessage
spec = json.loads(open(SPEC).read())
domain = env['mail.alias.domain'].search([('name', '=', 'essai.example')]) or env['mail.alias.domain'].create(
    {'name': 'essai.example'})
env.ref('duret_helpdesk.team_customer_service').alias_id.alias_domain_id = domain
env.cr.commit()
rng = random.Random(spec['seed'])


def memory():
    with open('/proc/self/status') as status:
        return int(next(line.split()[1] for line in status if line.startswith('VmHWM'))) / 1024


def letter(number, size):
    mail = EmailMessage()
    mail['From'], mail['To'] = f'Zoe <zoe{number}@client.example>', 'service-client@essai.example'
    mail['Subject'], mail['Message-Id'] = f'Photos {number}', f'<large-{number}@client.example>'
    mail.set_content('Bonjour, voici les photos du tableau.')
    mail.add_attachment(rng.randbytes(size), maintype='image', subtype='x-essai', filename='tableau.raw')
    return mail.as_bytes()


env['mail.thread'].message_process('', letter(1000, 10_000))
env.cr.commit()
letters = lambda: (letter(number, spec['raw']) for number in range(spec['count']))
sample = letter(2000, spec['raw'])  # what building one costs is not the gateway's
before, slowest = memory(), 0
for raw in letters():
    started = time.perf_counter()
    env['mail.thread'].message_process('', raw)
    env.cr.commit()
    slowest = max(slowest, time.perf_counter() - started)
grown = memory() - before
rows = env['duret.mail.inbox'].search([('subject', '=like', 'Photos %'), ('size', '>', 1_000_000)])
files = env['ir.attachment'].search([('res_model', '=', 'helpdesk.ticket'), ('name', '=', 'tableau.raw')])
env.company.duret_mail_size_limit = 10
env.cr.commit()
env['mail.thread'].message_process('', sample)
env.cr.commit()
last = env['duret.mail.inbox'].search([('subject', '=', 'Photos 2000')])
print('LARGE=' + json.dumps({'grown': grown, 'slowest': slowest, 'states': rows.mapped('state'),
    'whole': sum(size >= spec['raw'] for size in files.mapped('file_size')),
    'above': [last.state, last.reason, last.size]}))
"""


@pytest.fixture(scope="module")
def large_database():
    """A clone of the suite's database, for big messages only."""
    name = databases.clone(os.environ.get("RELIABILITY_DB") or databases.suite_template(), f"large_{os.getpid()}")
    yield name
    databases.drop(name)


def test_big_messages_stay_within_memory_and_time(large_database, tmp_path):
    path = Path(tmp_path) / "spec.json"
    path.write_text(json.dumps({"count": COUNT, "raw": RAW, "seed": random.Random(SEED).getrandbits(32)}))
    done = server.shell(large_database, f"SPEC = {str(path)!r}\n{SCRIPT}", timeout=300)
    found = re.search(r"LARGE=(.*)", done.stdout)
    assert found, done.stdout + done.stderr[-3000:]
    figures = json.loads(found[1])
    print(f"G5c: {COUNT} × 20 MB: +{figures['grown']:.0f} MB at the worst moment, slowest {figures['slowest']:.1f} s")
    assert figures["states"] == ["ticket"] * COUNT
    assert figures["whole"] == COUNT, "every file is whole"
    assert figures["grown"] < GROWTH_LIMIT
    assert figures["slowest"] < SECONDS_LIMIT
    state, reason, size = figures["above"]
    assert (state, reason) == ("quarantined", "too_big") and size > RAW, "kept whole, for a person"
