import socket
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.duret_sage_sync.sage.errors import Refused
from odoo.addons.duret_sage_sync.sage.mapping import TABLE
from odoo.addons.duret_sage_sync.sage.transports.odata import ODataTransport
from odoo.addons.duret_sage_sync.sage.transports.sql_reader import SqlReader
from odoo.addons.duret_sage_sync.sage.transports.x3_soap.transport import X3Transport

from .sage_case import SageCase


def free_port():
    """A port where nobody answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


SECRETS = ("password", "token", "sql_connection")


@tagged("post_install", "-at_install")
class TestBackend(SageCase):
    def refuse(self, words, **values):
        """These settings are refused with a sentence that holds these words."""
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            self.backend.write(values)
        self.assertIn(words, str(caught.exception))

    # --- places
    def test_only_open_folders_are_reached(self):
        self.refuse("n'est pas dans un dossier ouvert", folder="/etc")
        self.refuse("n'est pas dans un dossier ouvert", folder=f"{self.place}/../autre")
        self.refuse("n'est pas dans un dossier ouvert", folder="../../duret/filestore")
        self.refuse("n'est pas dans un dossier ouvert", chantier_folder="/root")
        self.refuse("n'est pas dans un dossier ouvert", profile="/etc/passwd")

    def test_a_link_does_not_lead_out_of_an_open_folder(self):
        (self.place / "sortie").symlink_to("/etc")
        self.refuse("n'est pas dans un dossier ouvert", folder=str(self.place / "sortie"))

    def test_a_name_is_a_folder_beside_the_database(self):
        self.backend.folder = "demo"
        place = self.backend._folder_path()
        self.assertEqual(place.parts[-2:], ("sage", "demo"))
        self.assertIn(self.cr.dbname, place.parts)

    def test_a_folder_that_is_closed_later_is_not_read(self):
        self.env["ir.config_parameter"].set_param("duret_sage_sync.roots", "/srv/sage")
        with self.assertRaises(Refused) as caught:
            self.backend._transport()
        self.assertEqual(caught.exception.code, "outside_roots")

    # --- profiles
    def test_a_profile_is_a_name_or_a_file_of_ones_own(self):
        self.assertEqual(self.backend._profile().name, "sage100")
        source = self.env["duret.sage.backend"]._profile.__globals__["profiles"].HERE / "batigest.toml"
        own = self.place / "maison.toml"
        own.write_bytes(source.read_bytes())
        self.backend.profile = str(own)
        self.assertEqual(self.backend._profile().name, "maison")

    def test_a_profile_that_does_not_fit_is_refused(self):
        (self.place / "faux.toml").write_text("[file]\nencoding = 'ebcdic'\n[entity]\n")
        self.refuse("Le profil n'est pas valable", profile=str(self.place / "faux.toml"))
        self.refuse("Le profil n'est pas valable", profile=str(self.place / "absent.toml"))

    # --- addresses
    def test_addresses_are_checked(self):
        self.refuse("ne commence pas par http", transport="odata", url="ftp://sage.example")
        self.refuse("ni identifiant ni mot de passe", transport="odata", url="https://moi:secret@sage.example")
        self.refuse("Écrire une ligne", published_names="client YWSBPC")

    def test_a_company_that_runs_by_itself_is_complete(self):
        self.refuse("Il manque un réglage : adresse", transport="odata", automatic=True)
        self.refuse("dossier d'échange", folder=False, automatic=True)

    @mute_logger("odoo.sql_db")
    def test_figures_are_checked(self):
        for wrong in ({"overlap_minutes": 1}, {"brake_percent": 101}, {"chunk": 0}, {"alert_hours": 0}):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.backend.write(wrong)

    # --- transports
    def test_each_way_gives_its_transport(self):
        self.assertTrue(self.backend._transport().capabilities.writes)
        odata, _bench = self.face("odata", published_names="lines=Lignes")
        x3, _bench = self.face("x3", published_names="client=YWSBPC")
        self.assertIsInstance(odata._transport(), ODataTransport)
        transport = x3._transport()
        self.assertIsInstance(transport, X3Transport)
        self.assertEqual(transport.service.context["poolAlias"], "DURET")
        sql = self.env["duret.sage.backend"].create(
            {"name": "sql", "transport": "sql", "sql_product": "sqlite", "sql_connection": str(self.place / "sage.db")}
        )
        reader = sql._transport()
        self.addCleanup(reader.close)
        self.assertIsInstance(reader, SqlReader)
        self.assertFalse(reader.capabilities.writes)

    def test_what_cannot_be_reached_says_why(self):
        sql = self.env["duret.sage.backend"].create(
            {"name": "sql", "transport": "sql", "sql_product": "sqlserver", "sql_connection": "DRIVER=x;PWD=secret"}
        )
        found = {
            "driver_absent": {"sql_product": "sqlserver"},
            "bad_connection": {"sql_product": "postgresql", "sql_connection": "password=secret host"},
            "outside_roots": {"sql_product": "sqlite", "sql_connection": "/var/lib/x.db"},
        }
        for code, values in found.items():
            sql.write(values)
            with self.assertRaises(Refused) as caught:
                sql._transport()
            self.assertEqual(caught.exception.code, code)
            self.assertNotIn("secret", str(caught.exception))

    def test_the_suite_s_own_database_is_not_opened_by_leaving_the_host_out(self):
        sql = self.env["duret.sage.backend"].create({"name": "sql", "transport": "sql", "sql_product": "postgresql"})
        sql.sql_connection = f"dbname={self.cr.dbname}"
        with self.assertRaises(Refused):
            sql._transport()

    def test_unknown_published_objects_are_refused(self):
        x3, _bench = self.face("x3")
        x3.published_names = "facture=YWSXYZ"
        with self.assertRaises(Refused) as caught:
            x3._transport()
        self.assertEqual(caught.exception.code, "unknown_object")

    # --- owners
    def test_every_field_is_shown_with_its_owner(self):
        rows = {(row.entity, row.field): row for row in self.backend.owner_ids}
        self.assertEqual(set(rows), {(field.entity, field.name) for field in TABLE})
        siret = rows["client", "siret"]
        self.assertEqual((siret.column, siret.default_owner, siret.is_changed), ("CT_Siret", "sage", False))
        siret.owner = "shared"
        self.assertTrue(siret.is_changed)
        self.assertEqual(self.backend._ownership().of("client", "siret"), "shared")

    def test_what_nobody_can_change_stays(self):
        rows = {(row.entity, row.field): row for row in self.backend.owner_ids}
        for place, owner in ((("client", "number"), "odoo"), (("document", "paid"), "shared")):
            self.assertTrue(rows[place].is_fixed)
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                rows[place].owner = owner
            self.assertIn("ne peut pas changer", str(caught.exception))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            rows["client", "city"].owner = "creator"

    def test_fields_of_a_newer_version_are_added_once(self):
        self.backend.owner_ids[:2].unlink()
        self.env["duret.sage.backend"]._complete_all_owners()
        self.env["duret.sage.backend"]._complete_all_owners()
        self.assertEqual(len(self.backend.owner_ids), len(TABLE))

    # --- connection test
    def test_the_connection_test_says_what_it_found(self):
        action = self.backend.with_user(self.user_admin).action_check()
        check = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(check.is_ready)
        self.assertIn("Le dossier est accessible", check.line_ids[0].sentence)

    def test_a_missing_folder(self):
        self.backend.folder = str(self.place / "nulle_part")
        self.assertEqual(self.backend._said()[0][0], "error")
        self.assertIn("n'existe pas", self.backend._said()[0][1])

    def test_a_folder_without_right_to_write(self):
        with patch("os.access", lambda path, mode: not (mode & 2 and str(path).endswith("vers_sage"))):
            said = self.backend._said()
        self.assertIn(("error", f"Pas le droit d'écrire dans le dossier {self.place}/echange/vers_sage."), said)

    def test_a_wrong_password(self):
        for transport in ("odata", "x3"):
            backend, _bench = self.face(transport)
            self.assertEqual({level for level, _words in backend._said()}, {"ok"})
            backend.password = "faux"
            self.assertEqual(backend._said(), [("error", "SAGE refuse l'identifiant ou le mot de passe.")])

    def test_a_pool_that_is_off_and_a_server_that_is_away(self):
        x3, bench = self.face("x3")
        bench.face.fault("pool_off")
        self.assertEqual(x3._said(), [("error", "Les services web de SAGE sont arrêtés (pool).")])
        x3.url = f"http://127.0.0.1:{free_port()}"
        ((level, words),) = x3._said()
        self.assertEqual(level, "error")
        self.assertIn("SAGE ne répond pas", words)

    # --- rights
    def test_secrets_are_for_administrators(self):
        self.backend.write({"password": "secret1", "token": "secret2"})
        for role in ("assistant", "manager", "direction"):
            backend = self.backend.with_user(self.users[role])
            self.assertEqual(backend.name, "SAGE (tests)")
            for name in SECRETS:
                with self.assertRaises(AccessError):
                    backend.read([name])
        self.assertFalse(self.backend.copy().password)

    def test_only_administrators_set_up(self):
        self.backend.with_user(self.user_admin).chunk = 200
        self.backend.with_user(self.user_admin).owner_ids.filtered(lambda row: row.field == "siret").owner = "shared"
        for role in ("technician", "assistant", "manager", "direction", "portal_a"):
            user = self.users[role]
            with self.assertRaises(AccessError):
                self.backend.with_user(user).write({"folder": "ailleurs"})
            with self.assertRaises(AccessError):
                self.backend.with_user(user).action_check()
        for role in ("technician", "portal_a"):
            with self.assertRaises(AccessError):
                self.backend.with_user(self.users[role]).read(["name"])

    def test_the_identity_is_never_written(self):
        with self.assertRaises(UserError):
            self.backend.sudo().identity = "other"
        self.backend.write({"identity": self.backend.identity, "sequence": 5})

    def test_a_copy_does_not_run_by_itself(self):
        self.backend.automatic = True
        self.assertFalse(self.backend.copy().automatic)

    def test_a_copy_of_the_database_for_trials_reaches_no_sage(self):
        backend, _bench = self.face("odata", automatic=True)
        self.env.flush_all()
        for query in get_neutralization_queries(["duret_sage_sync"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        for company in (self.backend, backend):
            self.assertFalse(company.automatic or company.password or company.url or company.folder)
            self.assertEqual(company._sync().stopped, "setting_missing")

    def test_the_identity_never_changes_with_a_copy(self):
        self.assertNotEqual(self.backend.copy().identity, self.backend.identity)
