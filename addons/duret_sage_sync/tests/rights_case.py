"""Rows of everything that people may read or decide of the exchange, for tests of rights."""

from odoo.tests import tagged

from .sage_case import SageCase

OUTSIDERS = ("portal_a", "portal_b", "technician")
READERS = ("direction", "assistant", "manager", "admin")
# What people start by hand, by model.
BUTTONS = {
    "duret.sage.backend": ("action_sync", "action_rehearse", "action_scan", "action_prove"),
    "duret.sage.conflict": ("action_ours", "action_theirs", "action_undo"),
    "duret.sage.match": ("action_same", "action_distinct", "action_undo"),
    "duret.sage.operation": ("action_replay",),
    "duret.sage.gap": ("action_repair",),
    "duret.sage.inbox": ("action_retry",),
    "duret.sage.rejection": ("action_seen",),
    "duret.sage.chantier": ("action_give_again",),
}
SECRETS = ("password", "token", "sql_connection")


@tagged("post_install", "-at_install")
class RightsCase(SageCase):
    """One exchange and one proof were made, and one row of each thing waits for a person."""

    def setUp(self):
        super().setUp()
        self.sage.client(CT_Intitule="Client de SAGE")
        self.bench.show()
        self.backend._sync(forced=True)
        self.backend._prove()
        self.make_rows()

    def make_rows(self):
        """One row of each thing that a person decides about."""
        place = {"backend_id": self.backend.id, "entity": "client", "key": "1"}
        record = {"model": "res.partner", "res_id": self.client_a.id}
        proof = self.env["duret.sage.proof"].search([], limit=1)
        order = self.env["sale.order"].create({"partner_id": self.client_a.id})
        for model, values in (
            ("conflict", {**place, "field": "city", "ours": "a", "theirs": "b", "reason": "both_changed"}),
            ("match", {**place, **record, "rung": "name_zip", "score": 95}),
            (
                "operation",
                {**place, **record, "verb": "create", "idempotency": "x", "payload": {"city": "a"}, "state": "dead"},
            ),
            ("gap", {"proof_id": proof.id, "entity": "client", "kind": "field", "repair": "pull", "key": "1"}),
            ("inbox", {**place, "key": "2", "digest": "x", "record": {"key": "2"}, "state": "rejected"}),
            ("rejection", {"backend_id": self.backend.id, "entity": "client", "line": 1, "code": "shifted"}),
            ("chantier", {"backend_id": self.backend.id, "order_id": order.id, "number": 1, "state": "refused"}),
        ):
            self.env[f"duret.sage.{model}"].create(values)

    def models(self):
        """Names of the models of the exchange that have rows of their own."""
        return [
            name
            for name in self.env
            if name.startswith("duret.sage.") and not (self.env[name]._abstract or self.env[name]._transient)
        ]
