from pytz import utc

from odoo import models


class ResourceResource(models.Model):
    """Whether somebody is at work."""

    _inherit = "resource.resource"

    def _duret_working_between(self, start, stop):
        """Give those of these people who have working time in a period: their calendar, minus their days off.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :return: resource.resource, a subset of self; somebody without a calendar works at any time
        """
        bounds = utc.localize(start), utc.localize(stop)
        found = self.filtered(lambda resource: not resource.calendar_id)
        for calendar, resources in (self - found).grouped("calendar_id").items():
            intervals = calendar._work_intervals_batch(*bounds, resources=resources)
            found |= resources.filtered(lambda resource, intervals=intervals: list(intervals[resource.id]))
        return found
