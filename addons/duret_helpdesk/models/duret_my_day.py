from odoo import api, fields, models
from odoo.exceptions import AccessError

BUS_TYPE = "duret_my_day"
CHANGED = "duret.my.day.changed"  # key of the codes waiting for the end of the transaction
MINE, TEAM = "mine", "team"


class DuretMyDay(models.AbstractModel):
    """« Ma journée »: what the current user has to do today, in blocks, most urgent first.

    A block is a dict:

    - code, title, icon, sequence (place on the screen), empty (sentence shown when nothing waits);
    - count (at most 100, `is_capped` says so), rows, action (« see all », an action for the web client);
    - place: "agenda" for what has an hour, "list" for the rest.

    A row is a dict: key (unique in the block), title, subtitle, model and id (what opens), and when they apply: time
    (UTC text), day ("YYYY-MM-DD"), tone ("danger", "warning"), badge, phone and phone_shown, note, owner (when it is
    not the user), activity_id, actions (among "call", "postpone", "done", "assign").

    Other addons extend :meth:`_get_blocks`; a block costs a constant number of queries whatever it holds.
    """

    _name = "duret.my.day"
    _inherit = ["duret.my.day.activities", "duret.my.day.tickets"]
    _description = "My Day"

    @api.readonly
    @api.model
    def get_day(self, scope=None):
        """Everything the screen shows.

        :param str scope: "mine" or "team"; by default one's own day, the team's for the direction
        :return: dict with now (UTC text), name (first name), scope, scopes (those the user may choose), blocks in order
        :raises AccessError: for clients and visitors
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("This screen is for the employees of the company."))
        scopes = self._scopes()
        scope = scope if scope in scopes else scopes[0]
        blocks = sorted(self._get_blocks(scope), key=lambda block: block["sequence"])
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "name": self.env.user.name.split(" ")[0],
            "scope": scope,
            "scopes": scopes,
            "blocks": blocks,
        }

    @api.model
    def _scopes(self):
        """Whose day the user may look at, the usual one first. A technician sees his own only.

        :return: list of str
        """
        user = self.env.user
        if user.has_group("duret_base.group_assistant"):
            return [MINE, TEAM]
        return [TEAM, MINE] if user.has_group("duret_base.group_direction") else [MINE]

    @api.model
    def _get_blocks(self, scope):
        """Blocks of the day; extend it, append yours, return the list.

        :param str scope: "mine" or "team"
        :return: list of dict, see the class
        """
        blocks = [self._block_callbacks(scope), self._block_tasks(scope)]
        if self.env["duret.relance.message"].has_access("read"):
            blocks.append(self._block_relances())
        if self.env["helpdesk.ticket"].has_access("read"):
            blocks += [self._block_sla(scope), self._block_waiting(scope)]
        if self.env.user.has_group("duret_base.group_assistant"):
            blocks += [self._block_triage(), self._block_mails()]
        return blocks

    # -- live -----------------------------------------------------------------------------------------------------

    @api.model
    def _notify_changed(self, codes):
        """Make open screens read the day again: one message a transaction, that says which blocks changed, no more.

        :param set codes: codes of blocks
        """
        precommit = self.env.cr.precommit
        if CHANGED in precommit.data:
            precommit.data[CHANGED] |= codes
            return
        precommit.data[CHANGED] = set(codes)
        # the group is a channel that every employee listens to
        group_id = self.env["ir.model.data"]._xmlid_to_res_id("base.group_user", raise_if_not_found=True)
        employees = self.env["res.groups"].browse(group_id)

        @precommit.add
        def tell():
            employees._bus_send(BUS_TYPE, {"codes": sorted(precommit.data.pop(CHANGED))})
