"""The simulated SAGE behind a real transport, played like the small SAGE in memory: the same lives run over both."""

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sage.errors import OutcomeUnknown, Unavailable
from sage.records import CLIENT, ENTITIES
from sim import schema
from sim.benches import BENCHES

COLUMNS = {
    "name": "CT_Intitule",
    "city": "CT_Ville",
    "phone": "CT_Telephone",
    "email": "CT_EMail",
    "siret": "CT_Siret",
}
KINDS = {"order": schema.ORDER, "invoice": schema.INVOICE, "posted_invoice": schema.INVOICE}


class SimulatedPeer:
    """People of SAGE work in the simulator's books; the engine goes through the bench's transport."""

    def __init__(self, bench):
        self._folder = tempfile.TemporaryDirectory()
        self.bench = BENCHES[bench](Path(self._folder.name))
        self.sage, self.transport = self.bench.sage, self.bench.transport
        self.capabilities = self.transport.capabilities
        self.writes = Counter()
        self.faults = []
        self.noise = False
        self.on_call = lambda verb: None

    def end(self):
        """Close servers and files."""
        self.bench.close()
        self._folder.cleanup()

    # --- people of SAGE
    @property
    def clock(self):
        return self.sage.clock.now

    def tick(self, minutes=1):
        self.sage.clock.now += timedelta(minutes=minutes)

    @property
    def rows(self):
        return {entity: self._rows(entity) for entity in ENTITIES}

    def _rows(self, entity):
        return {record.key: record for page in self.transport.everything(entity) for record in page.records}

    def add(self, entity, values, lines=()):
        if entity == CLIENT:
            return str(self.sage.client(**{COLUMNS[name]: value for name, value in values.items()}))
        number = self.sage.row("F_COMPTET", int(values["client"]))["CT_Num"]
        line = lines[0].values
        told = {"DL_Design": line["name"], "DL_Qte": 1, "DL_PrixUnitaire": line["unit_price"], "DL_Taxe1": 20}
        return str(self.sage.document([told], DO_Tiers=number))

    def edit(self, entity, key, values):
        if "number" in values:
            self.sage.rename_client(int(key), values["number"])
            return
        self.sage.update("F_COMPTET", int(key), **{COLUMNS[name]: value for name, value in values.items()})

    def transform(self, key, kind, _number):
        self.sage.transform(int(key), KINDS[kind])

    def delete(self, _entity, key):
        number = self.sage.row("F_COMPTET", int(key))["CT_Num"]
        for row in self.sage.rows("F_DOCENTETE", '"DO_Tiers" = ?', [number]):
            self.sage.remove_document(row["cbMarq"])
        self.sage.delete("F_COMPTET", int(key))

    # --- the transport, with what may happen on its way
    def fields(self, entity):
        return self.transport.fields(entity)

    def changes(self, entity, since):
        self._meet("changes")
        for page in self.transport.changes(entity, since):
            self.on_call("page")
            yield page

    def everything(self, entity):
        return self.transport.everything(entity)

    def acknowledge(self, entity):
        self.transport.acknowledge(entity)

    def keys(self, entity):
        self._meet("keys")
        return self.transport.keys(entity)

    def read(self, entity, key):
        self._meet("read")
        return self.transport.read(entity, key)

    def find(self, entity, mark):
        self._meet("find")
        return self.transport.find(entity, mark)

    def create(self, entity, values, lines, mark):
        fault = self._meet("create")
        written = self.transport.create(entity, values, lines, mark)
        self.writes["create"] += 1
        return self._answer(fault, written)

    def update(self, entity, key, values, mark, lines=None):
        fault = self._meet("update")
        written = self.transport.update(entity, key, values, mark, lines)
        self.writes["update"] += 1
        return self._answer(fault, written)

    def _meet(self, verb):
        self.on_call(verb)
        if not self.faults or self.faults[0][0] != verb:
            return ""
        _verb, fault = self.faults.pop(0)
        if fault == "unavailable":
            raise Unavailable("unreachable")
        if fault == "lost":
            raise OutcomeUnknown("timeout")
        return fault

    @staticmethod
    def _answer(fault, written):
        if fault == "timeout":
            raise OutcomeUnknown("timeout")
        return written
