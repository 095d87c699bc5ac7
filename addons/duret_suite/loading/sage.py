"""The exchange with SAGE: a folder, the accountant's books on its other side, and three days of exchanges.

Nothing of the exchange is written by hand: the books export files, the engine reads them, the books import what it
drops. What is left to decide (conflicts, look-alikes, a sending that SAGE never confirmed, a refused line, a proof that
found a difference) comes out of those exchanges.
"""

import shutil
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random

from odoo.addons.duret_sage_sync.sage import profiles

from ..scenario import sage_papers
from ..scenario.sage_books import FROM_SAGE, Books
from . import history

PROFILE, FOLDER, BUILDING_SITES = "sage100", "demo", "demo_mde"


def write(env, scenario, refs):
    """Live four days of exchanges; they end with a proof of the present morning.

    :param refs: receives "sage"
    """
    _open_reduced_rate(env)
    backend = _backend(env)
    refs["sage"] = backend.id
    story = _Story(env, scenario, refs, backend)
    story.first_load()
    story.confirm()
    story.disagree()
    story.prove()


def _open_reduced_rate(env):
    """Works in dwellings are invoiced at ten per cent, which the French chart of accounts brings asleep."""
    reduced = [("company_id", "=", env.company.id), ("type_tax_use", "=", "sale"), ("amount", "=", 10)]
    taxes = env["account.tax"].with_context(active_test=False).search([*reduced, ("price_include", "=", False)])
    if not taxes.filtered("active"):
        taxes[:1].active = True


def _backend(env):
    """The company in SAGE, its folders empty."""
    backend = env["duret.sage.backend"].create(
        {
            "name": "SAGE (dossier d'échange)",
            "transport": "csv",
            "profile": PROFILE,
            "folder": FOLDER,
            "chantier_folder": BUILDING_SITES,
        }
    )
    for name in ("folder", "chantier_folder"):
        path = backend._folder_path(name)
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
    return backend


class _Story:
    """Both sides, day after day."""

    def __init__(self, env, scenario, refs, backend):
        self.env, self.scenario, self.refs, self.backend = env, scenario, refs, backend
        self.books = Books(backend._folder_path("folder"), profiles.load(PROFILE).layouts)
        self.papers = sage_papers.Papers(scenario)
        self.keys: dict[str, str] = {}

    def first_load(self):
        """Four days ago: everything the accountant has, brought together with our clients under a manager's eye."""
        moment = self.scenario.now - timedelta(days=4)
        strangers = [self.refs[client.key] for client in self.papers.without_number()]
        self.env["res.partner"].browse(strangers).write({"duret_sage_number": False})
        # Quotations are sent that were made since the company in SAGE is known here.
        history.backdate(self.backend, [self.scenario.now - timedelta(days=30)])
        typed = moment - timedelta(days=30)
        for client, cells in self.papers.clients():
            self.keys[client.key if client else cells["name"]] = self.books.add("client", typed, cells)
        for cells in self.papers.contacts():
            self.books.add("contact", typed, cells)
        for number, (cells, lines) in enumerate(self.papers.documents()):
            self.keys[f"document {number}"] = self.books.add("document", typed, cells, lines)
        self.books.export({"client": self.papers.spoilt_line()})
        self._print_quotation()
        self._sync(moment, forced=True)

    def _print_quotation(self):
        """A quotation that was printed into the folder, named as SAGE names them."""
        cells = self.papers.printed()
        path = self.books.folder / FROM_SAGE / f"Devis {cells['number']}.pdf"
        path.write_bytes(sage_papers.pdf(f"Devis {cells['number']}"))

    def confirm(self):
        """The next days: SAGE has imported what was dropped, all but one client, and says so."""
        for days in (3, 2):
            moment = self.scenario.now - timedelta(days=days)
            self.books.take(moment, refuses=self.papers.refused_names())
            self.books.export()
            self._sync(moment, forced=True)

    def disagree(self):
        """This morning: the same fields were corrected on both sides; a quotation became an invoice."""
        moment = self.scenario.now - timedelta(hours=3)
        for key, values in self.papers.ours().items():
            self.env["res.partner"].browse(self.refs[key]).write(values)
        for key, cells in self.papers.theirs().items():
            self.books.change("client", self.keys[key], moment - timedelta(minutes=40), **cells)
        self.books.change("document", self.keys["document 0"], moment, **self.papers.invoiced())
        self.books.take(moment, refuses=self.papers.refused_names())
        self.books.export()
        self._sync(moment)

    def prove(self):
        """Then an invoice is paid, which the export that waits in the folder tells and the suite does not know yet."""
        moment = self.scenario.now - timedelta(hours=1)
        paid = self.papers.paid_number()
        total = self.books.sheets["document"][self.keys[f"document {paid}"]].cells["total"]
        self.books.change("document", self.keys[f"document {paid}"], moment, paid=total)
        self.books.export()
        with _Running(self.backend, moment, False) as exchange:
            run = self.backend._prove(exchange=exchange)
        run.ended_at = moment + timedelta(seconds=4)

    def _sync(self, moment, forced=False):
        with _Running(self.backend, moment, forced) as exchange:
            run = self.backend._sync(forced=forced, exchange=exchange)
        run.ended_at = moment + timedelta(seconds=9)


class _Running:
    """An exchange at a moment of the past, which commits nothing: the whole company is loaded, or nothing is."""

    def __init__(self, backend, moment, forced):
        exchange = backend._exchange(forced=forced)
        exchange.store._commits = lambda: False
        # The files were written a moment ago, and their moment tells nothing here.
        exchange.transport.now = lambda: time.time() + 3_600
        self.exchange = replace(exchange, now=lambda: moment, chance=Random(1))
        self._closing = closing(exchange.transport)

    def __enter__(self):
        self._closing.__enter__()
        return self.exchange

    def __exit__(self, *error):
        return self._closing.__exit__(*error)
