from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestOwnAddresses(TransactionCase):
    """The remembered list of our own addresses follows every change of an alias."""

    def test_follows_aliases_and_domains(self):
        gateway = self.env["duret.mail.gateway"]
        gateway._own_addresses()
        domain = self.env["mail.alias.domain"].create({"name": "essai-adresses.example"})
        alias = self.env["mail.alias"].create(
            {
                "alias_name": "depannage",
                "alias_domain_id": domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
            }
        )
        self.assertIn("depannage@essai-adresses.example", gateway._own_addresses())
        self.assertIn("bounce@essai-adresses.example", gateway._own_addresses())
        alias.alias_name = "urgences"
        self.assertIn("urgences@essai-adresses.example", gateway._own_addresses())
        self.assertNotIn("depannage@essai-adresses.example", gateway._own_addresses())
        domain.bounce_alias = "retours"
        self.assertIn("retours@essai-adresses.example", gateway._own_addresses())
        alias.unlink()
        self.assertNotIn("urgences@essai-adresses.example", gateway._own_addresses())
