import json
import logging

from psycopg2 import IntegrityError, OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ..exceptions import ReportLocked, SyncRefused
from ..field_report import BadMutation, read_mutation, write_moment
from ..field_report.mutation import MOST_OPERATIONS, kind_of, most_bytes, raw_digest, raw_text, uuid_of
from ..sync_step import Item

_logger = logging.getLogger(__name__)

# What two requests may both make, when they come at the same moment; the last one: the first number of a year.
MADE_MEANWHILE = (
    "duret_intervention_report_uuid_unique",
    "duret_report_photo_uuid_unique",
    "ir_sequence_date_range_unique_range_per_sequence",
)
KEPT = 4_000  # characters kept of an operation that is too long to be read


class DuretSyncPush(models.AbstractModel):
    """Receives what telephones did without network: each operation once, in order, one failure stopping no other.

    1. Operations are kept as they came, before anybody understands them.
    2. Those that have an answer already get it again; nothing is written.
    3. Each of the others is applied in a savepoint of its own by `_apply_<kind>`, and gets its answer.

    An addon adds a kind of operation by a mixin with its `_apply_<kind with _>`; see `sync_step.Step` for what it
    is given, :meth:`_answer` for what it returns, `SyncRefused` for how it refuses.
    """

    _name = "duret.sync.push"
    _inherit = [
        "duret.sync.push.sign",
        "duret.sync.push.report",
        "duret.sync.push.visit",
        "duret.sync.push.assign",
        "duret.sync.push.photo",
        "duret.sync.push.request",
        "duret.sync.push.context",
    ]
    _description = "Telephone: Receiving"

    @api.model
    def receive(self, device, ops):
        """Take in the operations of one request.

        :param dict device: {"uuid", "name", "app", "now", "waiting", "oldest"}
        :param list ops: at most 200, see `field_report.mutation`
        :return: {"now": UTC, "results": one a operation, in their order}
        :raises AccessError: when the user is no technician
        :raises UserError: when the request as a whole makes no sense
        """
        self._check_sender()
        if not isinstance(ops, list) or len(ops) > MOST_OPERATIONS:
            raise UserError(self.env._("A telephone sends at most %(most)s operations at once.", most=MOST_OPERATIONS))
        now = fields.Datetime.now()
        batch = self._open_batch(self.env["duret.sync.device"]._duret_seen(device), now)
        items = [self._read(op) for op in ops]
        self._keep(items, batch)
        self._look_up_new(items, batch)
        values = {}
        results = [self._result(item, batch, values) for item in items]
        self._write_answers(values)
        return {"now": write_moment(now), "results": results}

    @api.model
    def _check_sender(self):
        """Only people who do or plan visits send.

        :raises AccessError: for everybody else
        """
        if not self.env.user.has_group("fieldservice.group_fsm_user_own"):
            raise AccessError(self.env._("Only technicians send reports."))

    # -- taking in --------------------------------------------------------------------------------------------------
    @api.model
    def _read(self, op):
        """Return an operation with what it says, or why it cannot be read."""
        text = raw_text(op)
        item = Item(op, uuid_of(op), text, raw_digest(text))
        try:
            item.mutation = read_mutation(op, len(text))
        except BadMutation as error:
            item.code = error.code
        if len(text) > most_bytes(kind_of(op)):
            item.text = text[:KEPT]
        return item

    @api.model
    def _keep(self, items, batch):
        """Keep operations as they came, and find the answers of those that came before."""
        rows = {
            item.uuid: {
                "uuid": item.uuid,
                "kind": kind_of(item.op),
                "payload": item.text,
                "payload_sha256": item.sha256,
                "device_id": batch.phone.id,
                "received_at": batch.now,
            }
            for item in reversed(items)
            if item.uuid
        }
        # The journal of operations is written for the user himself.
        known = self.env["duret.sync.mutation"].sudo()._duret_take_in(rows)
        for item in items:
            item.row = known.get(item.uuid)

    @api.model
    def _look_up_new(self, items, batch):
        """Read what the operations that are new are about."""
        new = [item.mutation for item in items if item.mutation and item.row.state == "received"]
        if new:
            self._look_up(batch, new)

    @api.model
    def _said_uuid(self, op):
        """What an operation without identity calls itself, as an answer can carry it."""
        said = str(op.get("uuid")) if isinstance(op, dict) else ""
        return said[:64].encode("ascii", "replace").decode()

    # -- applying ---------------------------------------------------------------------------------------------------
    @api.model
    def _result(self, item, batch, values):
        """Return the answer of one operation.

        :param dict values: {row: fields to write at the end}, filled
        """
        uuid = item.uuid or self._said_uuid(item.op)
        if not item.row:
            _logger.warning("user %s sent an operation without identity", self.env.uid)
            return self._refusal(SyncRefused("bad_shape")) | {"uuid": uuid, "replayed": False}
        if item.row.payload_sha256 != item.sha256:
            return self._refusal(SyncRefused("uuid_reused")) | {"uuid": uuid, "replayed": False}
        known = values[item.row]["answer"] if item.row in values else item.row.answer
        if known:
            return json.loads(known) | {"uuid": uuid, "replayed": True}
        answer, step = self._apply(item, batch)
        if not answer.get("retry"):
            values[item.row] = self._row_values(item, step, answer)
        return answer | {"uuid": uuid, "replayed": False}

    @api.model
    def _apply(self, item, batch):
        """Apply one operation, whatever happens to it.

        :return: (answer, Step or None)
        """
        if not item.mutation:
            return self._refusal(SyncRefused(item.code)), None
        step = self._step(batch, item)
        try:
            with self.env.cr.savepoint():
                answer = self._dispatch(step)
            if step.report:
                # The operation was applied: whoever sent it may go on with its report.
                batch.reports[step.report.uuid] = step.report.sudo()
            return answer, step
        except SyncRefused as error:
            return self._refusal(error), step
        except ReportLocked:
            return self._refusal(SyncRefused("locked")), step
        except AccessError:
            return self._refusal(SyncRefused("not_yours")), step
        except UserError as error:
            return self._refusal(SyncRefused("bad_value")) | {"message": str(error)}, step
        except UniqueViolation as error:
            if error.diag.constraint_name not in MADE_MEANWHILE:
                # Whatever it met may have been made at the same moment: it may come again, nothing is refused for good.
                _logger.warning("operation %s meets what exists already", item.uuid, exc_info=True)
                return self._refusal(SyncRefused("internal")) | {"retry": True}, step
            # Another request has just made it, unseen: the whole request is run again, and finds it.
            raise ConcurrencyError(error.diag.constraint_name) from error
        except IntegrityError:
            _logger.warning("operation %s breaks a rule of the database", item.uuid, exc_info=True)
            return self._refusal(SyncRefused("bad_value")), step
        except OperationalError:
            # Two requests at once, or the database is gone: the whole request is run again.
            raise
        except Exception:
            _logger.exception("operation %s of user %s failed", item.uuid, self.env.uid)
            return self._refusal(SyncRefused("internal")) | {"retry": True}, step

    @api.model
    def _dispatch(self, step):
        """Hand an operation to whoever knows its kind.

        :raises SyncRefused: when nobody does
        """
        handler = getattr(self, "_apply_" + step.mutation.kind.replace(".", "_"), None)
        if handler is None:
            raise SyncRefused("unknown_kind")
        return handler(step)

    @api.model
    def _answer(self, state, code="", data=None):
        """Return an answer.

        :param str state: "applied" or "conflict"
        :param str code: of `duret.sync.words`
        :param dict data: JSON
        """
        words = self.env["duret.sync.words"]
        return {"state": state, "code": code, "message": words._words(code), "data": data or {}}

    @api.model
    def _refusal(self, error):
        """Return the answer that a refusal gets."""
        return self._answer("refused", error.code, error.data)

    # -- answers ----------------------------------------------------------------------------------------------------
    @api.model
    def _row_values(self, item, step, answer):
        """Return what is kept of an operation that got its answer."""
        values = {"state": answer["state"], "answer": json.dumps(answer)}
        if step:
            values |= {
                "format": 1,
                "report_id": step.report.exists().id if answer["state"] == "refused" else step.report.id,
                "order_id": step.visit.id,
                "made_at": step.mutation.made_at,
                "happened_at": step.moment,
            }
        return values

    @api.model
    def _write_answers(self, values):
        """Write the answers of a request; the ORM sends them to the database together."""
        for row, vals in values.items():
            row.write(vals)
        self.env["duret.sync.mutation"].flush_model()
