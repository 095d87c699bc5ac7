from odoo import models

from ..sage.filing import papers
from ..sage.transports.csv_folder import files
from ..sage.transports.csv_folder.transport import FolderTransport
from ..sage.words_fr import sentence


class DuretSageBackendPapers(models.AbstractModel):
    """After each exchange: PDF files beside the exports go to their documents."""

    _name = "duret.sage.backend.papers"
    _description = "SAGE Company: Papers"

    def _beside_sync(self, exchange):
        """Override: take new papers, then file what waits.

        :param exchange: the run's :class:`sage.engine.Exchange`
        """
        result = super()._beside_sync(exchange)
        if isinstance(exchange.transport, FolderTransport):
            for paper in papers(exchange.transport.root, exchange.transport.profile, exchange.transport.now):
                self._take_paper(exchange, paper)
        with exchange.store.transaction():
            self.env["duret.sage.attachment"]._file_waiting(self)
        return result

    def _take_paper(self, exchange, paper):
        """Keep a paper for good, and only then move its file away: killed between the two, it is moved next time."""
        with exchange.store.transaction():
            row = self.env["duret.sage.attachment"]._take(self, paper)
            refused = row.state == "refused"
        root = exchange.transport.root
        moved = files.put_away(paper.path, root / (files.ERROR if refused else files.DONE), paper.sha256)
        if refused:
            reason = sentence(row.code, row.detail or "")
            files.write_whole(moved.with_name(f"{moved.name}.motif.txt"), [f"{reason}\r\n".encode()])
