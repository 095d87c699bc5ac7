"""Intervention reports, sent by the technicians' telephones the way they are sent every day."""

import base64
import hashlib
import uuid
from datetime import timedelta

from odoo import fields

from odoo.addons.duret_intervention.field_report import canonical, write_moment
from odoo.addons.duret_intervention.photo_file.frames import write_frame

from ..scenario.reports import build_reports, build_requests, reported_visits
from . import history
from .report_pictures import signature, switchboard

TO_CHECK = 9
# login -> (name of the telephone, items waiting, last heard of so long ago)
PHONES = {
    "gaetan": ("Android, Chrome", 0, timedelta(minutes=12)),
    "mathieu": ("Android, Chrome", 2, timedelta(hours=5)),
    "karim": ("iPhone, Safari", 4, timedelta(hours=31)),
    "lucas": ("Android, Firefox", 0, timedelta(hours=2)),
    "elodie": ("iPhone, Safari", 0, timedelta(minutes=40)),
}
# What the office wrote, and what the technician wrote meanwhile.
TWO_VERSIONS = (
    ("Rappeler Mme la gérante avant 17 h.", "Veut être rappelée demain matin."),
    ("Le client a payé le déplacement sur place.", "Demande une facture au nom de sa société."),
)


def write(env, scenario, refs):
    """Send the reports and the requests of the last weeks, and leave a day that goes on.

    :param refs: receives "report:<visit key>"
    """
    env.company.duret_reports_since = min(visit.start for visit in reported_visits(scenario)).date()
    reports = build_reports(scenario)
    for login in PHONES:
        _Phone(env, scenario, refs, login).send_all([report for report in reports if report.visit.worker == login])
    _write_conflicts(env, [report for report in reports if not report.outcome], refs)
    _book(env, reports, refs)
    _check(env, refs)
    _send_requests(env, scenario, refs)
    _set_phones(env, scenario, refs)


class _Phone:
    """A technician's telephone: what it wrote is sent with his own rights."""

    def __init__(self, env, scenario, refs, login):
        self.root = env
        self.env = env(user=refs[f"user:{login}"])
        self.scenario, self.refs, self.login = scenario, refs, login
        self.uuid = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{login}.duret-electricite.example"))
        self.consent = self.env["duret.report.signature"]._duret_consent()

    def told(self):
        name = PHONES[self.login][0]
        now = write_moment(fields.Datetime.now())
        return {"uuid": self.uuid, "name": name, "app": "demo", "now": now, "waiting": 0, "oldest": None}

    def op(self, kind, visit, at, data, report=None):
        """One operation, the same each time the same demo company is made."""
        number = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.uuid} {kind} {visit.key} {report}"))
        return {
            "uuid": number,
            "kind": kind,
            "format": 1,
            "at": write_moment(at),
            "visit": self.refs[visit.key],
            "report": report,
            "data": data,
        }

    def push(self, ops):
        """Send operations; the demo company is refused nothing."""
        results = []
        for start in range(0, len(ops), 100):
            batch = ops[start : start + 100]
            results += self.env["duret.sync.push"].receive(self.told(), batch)["results"]
        for op, result in zip(ops, results, strict=True):
            if result["state"] != "applied":
                raise ValueError(f"{op['kind']} of {op['visit']}: {result}")
        return results

    def send_all(self, reports):
        """Send what was written, the photos, then the signatures, then the amendment."""
        pictures = {photo.uuid: self._picture(photo) for report in reports for photo in report.photos}
        contents = {report.uuid: self._content(report, pictures) for report in reports}
        self.push([self._change(report, contents[report.uuid]) for report in reports])
        self._send_pictures(pictures)
        closed = [report for report in reports if report.outcome]
        records = self._records(reports)
        for report in reports:
            self.refs[f"report:{report.visit.key}"] = records[report.uuid].id
        self.push([self._sign(report, contents[report.uuid], records[report.uuid]) for report in closed])
        _backdate(self.root, closed, records)
        for report in filter(lambda one: one.amended, closed):
            self._amend(report, contents[report.uuid])

    def _records(self, reports):
        found = self.env["duret.intervention.report"].search([("uuid", "in", [report.uuid for report in reports])])
        return {record.uuid: record for record in found}

    def _picture(self, photo):
        data = switchboard(photo.seed, tidy=photo.kind != "before")
        return data, hashlib.sha256(data).hexdigest()

    def _send_pictures(self, pictures):
        frames = [write_frame(number, digest, len(data), 0, data) for number, (data, digest) in pictures.items()]
        for start in range(0, len(frames), 20):
            for answer in self.env["duret.photo.receiver"]._receive(b"".join(frames[start : start + 20])):
                if not answer["complete"]:
                    raise ValueError(f"photo {answer}")

    def _content(self, report, pictures):
        """What the report says: path -> value."""
        visit = report.visit
        units = {
            key: self.env["product.product"].browse(self.refs[f"product:{key}"]) for key, _number in visit.products
        }
        content = {
            "arrived_at": write_moment(visit.arrived),
            "left_at": write_moment(visit.left),
            **report.texts,
            **{
                f"checks/{code}": {"answer": answer, "note": ""}
                for code, answer in (self._required(visit) | report.checks).items()
            },
            **{f"hours/{code}": minutes for code, minutes in report.hours.items()},
            **{
                f"measures/{number}": {"kind": kind, "value": value, "place": place, "note": ""}
                for number, kind, value, place in report.measures
            },
            **{
                f"products/{uuid.uuid5(uuid.NAMESPACE_OID, report.uuid + key)}": {
                    "product": units[key].id,
                    "name": units[key].name,
                    "quantity": f"{quantity:g}",
                    "unit": units[key].uom_id.name,
                }
                for key, quantity in visit.products
            },
            **{
                f"photos/{photo.uuid}": {
                    "sha256": pictures[photo.uuid][1],
                    "size": len(pictures[photo.uuid][0]),
                    "kind": photo.kind,
                    "pair": photo.pair,
                    "caption": photo.caption,
                    "taken_at": write_moment(photo.taken),
                    "place": "",
                }
                for photo in report.photos
            },
        }
        return content | ({"follow_up": True} if "follow_up_note" in content else {})

    def _required(self, visit):
        """What has to be answered on this kind of visit, answered."""
        kind = self.env["fsm.order.type"].browse(self.refs[f"type:{visit.type}"])
        items = self.env["duret.check.item"].search([("required", "=", True)])
        return {item.code: "yes" for item in items if not item.type_ids or kind in item.type_ids}

    def _change(self, report, content):
        changes = [[path, None, value] for path, value in content.items()]
        return self.op("report.change", report.visit, report.visit.left, {"changes": changes}, report.uuid)

    def _sign(self, report, content, record):
        visit, client = record.order_id, record.partner_id
        signer = {"name": "", "quality": ""}
        strokes, picture = [], b""
        if report.outcome == "signed":
            contact = client.child_ids[:1] or client
            signer = {"name": contact.name, "quality": report.quality}
            strokes, picture = signature(int(report.uuid[:8], 16))
        signed_at = report.visit.left + timedelta(minutes=3)
        document = canonical(
            {
                "format": 1,
                "report": report.uuid,
                "visit": {"id": visit.id, "name": visit.name},
                "client": {"name": client.name, "address": record._duret_site_address()},
                "technician": record.person_id.name,
                "content": content,
                "outcome": report.outcome,
                "reason": report.reason,
                "signer": signer,
                "consent": self.consent,
                "signed_at": write_moment(signed_at),
            }
        )
        data = {
            "document": document,
            "sha256": hashlib.sha256(document.encode()).hexdigest(),
            "strokes": strokes,
            "png": base64.b64encode(picture).decode(),
            "outcome": report.outcome,
            "signer": signer,
        }
        return self.op("report.sign", report.visit, signed_at, data, report.uuid)

    def _amend(self, report, content):
        """The client noticed that one hour was too much: the correction is signed as well."""
        number = str(uuid.uuid5(uuid.NAMESPACE_OID, f"amendment {report.uuid}"))
        at = report.visit.left + timedelta(days=1)
        reason = "Durée corrigée après l'appel du client : la pause n'est pas comptée."
        self.push([self.op("report.amend", report.visit, at, {"amends": report.uuid, "reason": reason}, number)])
        kind, minutes = next(iter(report.hours.items()))
        shorter = max(15, minutes - 30)
        change = {"changes": [[f"hours/{kind}", minutes, shorter]]}
        self.push([self.op("report.change", report.visit, at, change, number)])
        record = self.env["duret.intervention.report"].search([("uuid", "=", number)])
        self.push([self._sign(_Amended(report, number), record._duret_content(), record)])
        _backdate(self.root, [_Amended(report, number)], {number: record}, timedelta(days=1))


class _Amended:
    """A report as its amendment signs it."""

    def __init__(self, report, number):
        self.uuid, self.visit, self.outcome = number, report.visit, report.outcome
        self.reason, self.quality, self.photos = report.reason, report.quality, []


def _backdate(env, reports, records, later=timedelta()):
    """Give what was closed the moment at which it was; before the seals are made, which is after the commit."""
    model = env["duret.intervention.report"]
    closed = [
        (model.browse(records[report.uuid].id), report.visit.left + timedelta(minutes=4) + later) for report in reports
    ]
    at = {record.id: moment for record, moment in closed}
    stamp = "timestamp"
    history.set_columns(
        model, {"closed_at": stamp, "create_date": stamp}, [(id_, when, when) for id_, when in at.items()]
    )
    signatures = [(record.signature_ids.id, moment) for record, moment in closed]
    history.set_columns(env["duret.report.signature"], {"received_at": stamp}, signatures)
    photos = [(photo.id, moment) for record, moment in closed for photo in record.photo_ids]
    history.set_columns(env["duret.report.photo"], {"received_at": stamp}, photos)
    mutations = env["duret.sync.mutation"].search([("report_id", "in", list(at))])
    history.set_columns(mutations, {"received_at": stamp}, [(row.id, at[row.report_id.id]) for row in mutations])


def _write_conflicts(env, drafts, refs):
    """The office completed two drafts while the technicians had no network."""
    office = env(user=refs["user:claire"])
    for number, report in enumerate(drafts[:2]):
        record = office["duret.intervention.report"].browse(refs[f"report:{report.visit.key}"])
        record.client_remarks = ("Rappeler Mme la gérante avant 17 h.", "Le client a payé le déplacement sur place.")[
            number
        ]
        phone = _Phone(env, None, refs, report.visit.worker)
        words = ("Veut être rappelée demain matin.", "Demande une facture au nom de sa société.")[number]
        change = {"changes": [["client_remarks", report.texts.get("client_remarks"), words]]}
        op = phone.op("report.change", report.visit, report.visit.left + timedelta(minutes=1), change, report.uuid)
        phone.env["duret.sync.push"].receive(phone.told(), [op | {"uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, words))}])


def _book(env, reports, refs):
    """Take the material out of the vans, at the date of the visit."""
    closed = [report for report in reports if report.outcome]
    records = env["duret.intervention.report"].browse([refs[f"report:{report.visit.key}"] for report in closed])
    todo = (records | records.amendment_ids).filtered(lambda record: record.stock_state == "todo")
    for record in todo:
        record._duret_try_book()
    left = {refs[report.visit.key]: report.visit.left for report in closed}
    moves = env["stock.move"].search([("duret_report_id", "in", todo.ids)])
    history.set_columns(moves, {"date": "timestamp"}, [(move.id, left[move.fsm_order_id.id]) for move in moves])


def _check(env, refs):
    """The clients have their copies; Claire has looked at all but the last ones."""
    closed = env["duret.intervention.report"].search([("closed_at", "!=", False)])
    env["duret.report.message"].search([("report_id", "in", closed.ids)])._mark_sent()
    old = closed.sorted("closed_at")[:-TO_CHECK]
    old.with_user(refs["user:claire"]).action_check()
    rows = [(report.id, report.closed_at + timedelta(hours=20)) for report in old]
    history.set_columns(old, {"checked_at": "timestamp"}, rows)


def _send_requests(env, scenario, refs):
    """What technicians asked for; one has become a quotation, another an accepted one."""
    numbers = []
    for request in build_requests(scenario):
        phone = _Phone(env, scenario, refs, request.visit.worker)
        data = {"kind": request.kind, "text": request.text, "partner": refs[request.visit.client], "photos": []}
        (answer,) = phone.push([phone.op("request.new", request.visit, request.at, data)])
        numbers.append((answer["data"]["ticket"], request))
    tickets = env["helpdesk.ticket"].browse([number for number, _request in numbers])
    history.backdate(tickets, [request.at for _number, request in numbers])
    for (number, request), state in zip(numbers, ("sent", "sale"), strict=False):
        lead = env["crm.lead"].create(
            {"name": request.text[:60], "partner_id": refs[request.visit.client], "ticket_id": number}
        )
        order = env["sale.order"].create(
            {
                "partner_id": refs[request.visit.client],
                "opportunity_id": lead.id,
                "user_id": refs["user:claire"],
                "order_line": [
                    fields.Command.create({"product_id": refs["product:charger"], "product_uom_qty": 1}),
                    fields.Command.create({"product_id": refs["product:labour"], "product_uom_qty": 6}),
                ],
            }
        )
        order.write({"state": state})


def _set_phones(env, scenario, refs):
    """When each telephone was last heard of, and what it still holds."""
    devices = {device.user_id.id: device for device in env["duret.sync.device"].search([])}
    for login, (_name, waiting, ago) in PHONES.items():
        device = devices[refs[f"user:{login}"]]
        seen = scenario.now - ago
        device.write(
            {
                "waiting": waiting,
                "last_seen_at": seen,
                "oldest_waiting_at": seen - timedelta(hours=1) if waiting else False,
                "app_version": "demo",
            }
        )
