"""Both sides in memory and the engine between them, as tests tell stories."""

from random import Random

from memory_peer import MemoryPeer
from memory_store import MemoryStore
from sage.engine import Exchange, prove_equality, sync
from sage.ownership import Ownership
from sage.records import Line

LONG = "Syndicat des copropriétaires de la résidence « Les Terrasses du Semnoz » bâtiments A à F"
LINES = (Line("", {"product": "CAB", "name": "Câble", "quantity": "2", "unit_price": "50", "untaxed": "100"}),)
QUOTE = {"kind": "quotation", "date": "2026-11-20", "total_untaxed": "100", "total_tax": "20", "total": "120"}
CLIENT = {"name": "Favre Jean", "street": "1 rue du Lac", "street2": "", "zip": "74000", "phone": "0450123456"}


class World:
    """Both sides and the way between them."""

    def __init__(self, **options):
        self.store = MemoryStore()
        self.peer = MemoryPeer(**options)
        self.ownership = Ownership()

    def exchange(self, **options):
        told = {"now": lambda: self.peer.clock, "chance": Random(7), "ownership": self.ownership}
        return Exchange(self.store, self.peer, **{**told, **options})

    def sync(self, **options):
        self.peer.tick()
        rehearsal = options.pop("rehearsal", False)
        return sync(self.exchange(**options), rehearsal=rehearsal)

    def local(self, entity, key):
        """Our record of a key."""
        return self.store.tables["local"][entity, self.store.tables["binding"][entity, key].local]

    def key(self, entity, local):
        """SAGE's key of a record of ours."""
        return self.store.tables["place"].get((entity, local))

    def conflicts(self):
        return sorted(name for _entity, _key, name in self.store.tables["conflict"])

    def gaps(self):
        return [gap for proof in prove_equality(self.exchange()) for gap in proof.gaps]

    def is_equal(self):
        return all(proof.is_equal for proof in prove_equality(self.exchange()))
