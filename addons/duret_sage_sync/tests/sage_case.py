"""A SAGE company and the simulated SAGE behind it, for the tests of runs.

The simulator stands beside the addons (tests/sim) and uses the pure package under its own name; it talks to the suite
through files and HTTP only.
"""

import sys
import tempfile
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.duret_base.tests.common import DuretCase
from odoo.addons.queue_job.tests.common import trap_jobs

HERE = Path(__file__).resolve()
sys.path += [path for path in (str(HERE.parents[3] / "tests"), str(HERE.parents[1])) if path not in sys.path]

from sim.benches import FolderBench, ODataBench, X3Bench  # noqa: E402 (the paths above come first)
from sim.serving import PASSWORD, USER  # noqa: E402

FACES = {"odata": ODataBench, "x3": X3Bench}


@tagged("post_install", "-at_install")
class SageCase(DuretCase):
    """One company with a drop folder that the simulator fills; `self.face("odata")` makes another with an address."""

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        """Override: the guard of Odoo's tests compares the timeout as a number; a pair is one as well."""
        if isinstance(options.get("timeout"), tuple):
            options["timeout"] = max(options["timeout"])
        return super()._request_handler(session, request, **options)

    def setUp(self):
        super().setUp()
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.env["ir.config_parameter"].set_param("duret_sage_sync.roots", str(self.place))
        self.bench = FolderBench(self.place)
        self.addCleanup(self.bench.close)
        self.sage = self.bench.sage
        self.backend = self.env["duret.sage.backend"].create(
            {
                "name": "SAGE (tests)",
                "transport": "csv",
                "folder": str(self.place / "echange"),
                "responsible_id": self.user_assistant.id,
                "pushed_clients": "none",
            }
        )

    def face(self, transport, **values):
        """Make a company whose SAGE answers at an address.

        :return: (backend, bench)
        """
        place = self.place / transport
        place.mkdir()
        bench = FACES[transport](place)
        self.addCleanup(bench.close)
        settings = {"url": bench.face.url, "login": USER, "password": PASSWORD, "x3_pool": "DURET"}
        backend = self.env["duret.sage.backend"].create(
            {"name": transport, "transport": transport, "pushed_clients": "none", **settings, **values}
        )
        return backend, bench

    def client(self, number="ZQ001", sage=None, **columns):
        """Somebody types a client into SAGE.

        :return: its cbMarq
        """
        told = {"CT_Num": number, "CT_Intitule": f"Client {number}", "CT_Type": 0, "CT_CodePostal": "74000"}
        return (sage or self.sage).insert("F_COMPTET", **(told | columns))

    def exchanged(self, backend=None, **options):
        """SAGE exports, the suite exchanges.

        :return: record of `duret.sage.run`
        """
        self.bench.show()
        return (backend or self.backend)._sync(**options)

    def bound(self, number):
        """Give the client that bears a number of SAGE."""
        return self.env["res.partner"].search([("duret_sage_number", "=", number)])

    def trap(self):
        """Catch the jobs that are queued."""
        return trap_jobs()
