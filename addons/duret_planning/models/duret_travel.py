"""Travel times as the company set them: its routing server when there is one, else the built-in model."""

import functools
import logging
import time

import requests

from odoo import api, models

from ..slotting.routing_server import ServerAnswerError, ServerTravel, ask_all
from ..slotting.travel import RoadModel

_logger = logging.getLogger(__name__)

TIMEOUT = 1.5  # seconds to wait for one answer; a client waits behind it
SILENCE = 60  # seconds during which a server that did not answer is not asked again by this process
_silent_until: dict[str, float] = {}


@functools.lru_cache(maxsize=8)
def _built_in(margin):
    """One model a margin for the whole process: ways are worked out once."""
    return RoadModel(margin)


class DuretTravel(models.AbstractModel):
    """Minutes by road between two places."""

    _name = "duret.travel"
    _description = "Travel Times"

    @api.private
    @api.model
    def travel(self, places=(), centre=None, margin=None, server=None):
        """Return how long the ways are.

        :param places: `slotting.travel.Place` of what is already planned; a routing server is asked about them
        :param centre: place of the new visit; with more places than a server takes at once, only its ways are asked
        :param margin: percentage added to every way; the company's when it is not given
        :param server: address of the routing server, with ``margin``; empty for none
        :return: callable (Place, Place) → whole minutes, with `.kilometres(a, b)` and `.note`: an empty text, or a
            sentence saying that the server did not answer and that times are estimated
        """
        if margin is None:
            margin, server = self.env.company.duret_travel_margin, self.env.company.duret_osrm_url
        url = (server or "").rstrip("/")
        if not url:
            return _built_in(margin / 100)
        travel = ServerTravel(_built_in(margin / 100), margin / 100)
        if _silent_until.get(url, 0) > time.monotonic():
            travel.note = self._duret_travel_note()
            return travel
        try:
            ask_all(travel, lambda path: self._duret_ask(url + path), list(places), centre)
        except ServerAnswerError as error:
            _logger.warning("Routing server %s: %s; built-in travel times are used", url, error)
            _silent_until[url] = time.monotonic() + SILENCE
            travel.note = self._duret_travel_note()
        return travel

    @api.model
    def _duret_travel_note(self):
        return self.env._("The routing server does not answer: travel times are estimated.")

    @api.model
    def _duret_ask(self, url):
        """Return the decoded answer of the routing server.

        :raises ServerAnswerError: no answer in time, or not JSON
        """
        try:
            response = requests.get(url, timeout=TIMEOUT)
            response.raise_for_status()
            return response.json()
        except (requests.RequestException, ValueError) as error:
            raise ServerAnswerError(type(error).__name__) from error
