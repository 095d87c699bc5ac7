"""A company of SAGE and the desks of its clients, for tests."""

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase

from ..sage.projection import decode, project
from ..sage.records import CLIENT, CONTACT, FIELDS
from ..sage.store import Change

FULL = {
    CLIENT: {
        "number": "CLX0042",
        "name": "SARL Électricité du Semnoz",
        "name2": "Groupe Alpes",
        "street": "12 rue de la République",
        "street2": "Bâtiment B",
        "zip": "74000",
        "city": "Annecy",
        "country": "FRANCE",
        "phone": "04 50 12 34 56",
        "fax": "04 50 12 34 57",
        "email": "bonjour@semnoz.example",
        "website": "www.semnoz.example",
        "siret": "73282932000074",
        "vat": "FR44732829320",
        "ape": "4321A",
        "contact": "Mme Favre",
        "comment": "Appeler avant 9 h",
        "prospect": "1",
        "asleep": "0",
        "payer": "CLX0001",
        "category": "SARL",
    },
    CONTACT: {
        "last_name": "FAVRE",
        "first_name": "Jean-Luc",
        "function": "Gardien",
        "phone": "04 50 12 34 58",
        "mobile": "06 12 34 56 78",
        "email": "jl.favre@semnoz.example",
        "title": "M.",
    },
}


@tagged("post_install", "-at_install")
class ClientCase(DuretCase):
    """Desks used as the engine uses them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.backend = cls.env["duret.sage.backend"].create({"name": "SAGE (tests)"})
        cls.clients = cls.env["duret.sage.desk"]._of(CLIENT)
        cls.contacts = cls.env["duret.sage.desk"]._of(CONTACT)

    def values(self, entity=CLIENT, **told):
        """What the engine writes: all fields of SAGE, projected and decoded."""
        empty = {name: "" for name in FIELDS[entity] if name not in ("client", "client_number")}
        return decode(entity, project(entity, {**empty, **told}))

    def full(self, entity=CLIENT, **told):
        return self.values(entity, **{**FULL[entity], **told})

    def apply(self, *changes):
        return self.clients._apply(self.backend, list(changes))

    def make(self, **told):
        """A client that came from SAGE, not bound."""
        (done,) = self.apply(Change(CLIENT, None, self.values(**{"name": "Favre Jean", **told})))
        return self.env["res.partner"].browse(int(done.local))

    def change(self, partner, **told):
        (done,) = self.apply(Change(CLIENT, str(partner.id), decode(CLIENT, project(CLIENT, told))))
        return done

    def read_client(self, partner):
        """Our record as the engine sees it."""
        return self.clients._read(self.backend, [str(partner.id)])[str(partner.id)]

    def told(self, partner):
        """What our side tells SAGE."""
        return project(CLIENT, self.read_client(partner).values)

    def version(self, partner):
        return self.read_client(partner).version

    def bind(self, partner, key, entity=CLIENT, **values):
        """Bind a contact as the engine does."""
        partner.flush_recordset()
        desk = self.env["duret.sage.desk"]._of(entity)
        return self.env["duret.sage.binding"].create(
            {
                "backend_id": self.backend.id,
                "entity": entity,
                "key": key,
                "model": "res.partner",
                "res_id": partner.id,
                "base": {"name": partner.name},
                "version": desk._read(self.backend, [str(partner.id)])[str(partner.id)].version,
                **values,
            }
        )

    def queries(self, function):
        """How many statements something costs, with nothing remembered."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
