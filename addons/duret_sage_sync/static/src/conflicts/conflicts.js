import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDecisions, useExchange} from "../desk/desk_hook";
import {ConflictField} from "./conflict_field";

const MODEL = "duret.sage.conflict";
const SCREEN = "duret.sage.conflict.screen";
const PAGE = 20;
const VERBS = {ours: "action_ours", theirs: "action_theirs"};

/**
 * « Conflicts »: one record after the other, both values beside each other; a click or an arrow decides.
 *
 * Left arrow keeps Odoo's value, right arrow takes SAGE's, up and down choose the field, Z takes the last decision back.
 */
export class SageConflicts extends Component {
    static template = "duret_sage_sync.Conflicts";
    static components = {ConflictField};
    static props = {...standardActionServiceProps};

    setup() {
        this.exchange = useExchange();
        this.clicks = this.exchange.clicks;
        this.decisions = useDecisions(this.exchange, {
            model: MODEL,
            mayDecide: () => this.state.mayDecide,
            shown: (ids) => this.takeBack(ids),
        });
        this.root = useRef("root");
        this.state = useState({
            records: [],
            total: 0,
            fields: 0,
            mayDecide: false,
            recordId: null,
            fieldId: null,
            checked: {},
        });
        onWillStart(async () => {
            await this.load();
            // what opens first is seen from the top of the page
            this.first = this.state.fieldId;
        });
        useEffect(
            (fieldId) => {
                if (fieldId === this.first) {
                    return;
                }
                const row = fieldId && this.root.el?.querySelector(`[data-conflict="${fieldId}"]`);
                row?.scrollIntoView({block: "nearest"});
            },
            () => [this.state.fieldId]
        );
        const may = {isAvailable: () => this.state.mayDecide && Boolean(this.chosen)};
        useHotkey("arrowleft", () => this.decide("ours"), may);
        useHotkey("arrowright", () => this.decide("theirs"), may);
        useHotkey("arrowup", () => this.move(-1), {allowRepeat: true});
        useHotkey("arrowdown", () => this.move(1), {allowRepeat: true});
    }

    // --- what is shown
    get record() {
        return this.state.records.find((record) => record.id === this.state.recordId);
    }

    get chosen() {
        return this.record?.fields.find((field) => field.id === this.state.fieldId);
    }

    get checkedRecords() {
        return this.state.records.filter((record) => this.state.checked[record.id]);
    }

    get left() {
        return this.state.total - this.state.records.length;
    }

    waiting(record) {
        return record.fields.filter((field) => !field.decision);
    }

    entity(record) {
        return {client: _t("Client"), contact: _t("Contact"), document: _t("Document")}[record.entity];
    }

    // --- reading
    async load(keep = 0) {
        const {context} = this.props.action;
        const page = await this.exchange.orm.call(SCREEN, "duret_page", [], {
            limit: PAGE,
            backend_id: context.backend_id || null,
            conflict_id: context.conflict_id || null,
        });
        Object.assign(this.state, {
            records: page.records,
            total: page.total,
            fields: page.fields,
            mayDecide: page.may_decide,
            checked: {},
        });
        this.show(page.records[Math.min(keep, page.records.length - 1)]);
    }

    async loadMore() {
        const {context} = this.props.action;
        const page = await this.exchange.orm.call(SCREEN, "duret_page", [], {
            offset: this.state.records.filter((record) => this.waiting(record).length).length,
            limit: PAGE,
            backend_id: context.backend_id || null,
        });
        const known = new Set(this.state.records.map((record) => record.id));
        this.state.records.push(...page.records.filter((record) => !known.has(record.id)));
    }

    show(record, field = null) {
        this.state.recordId = record?.id ?? null;
        const chosen = field || (record && (this.waiting(record)[0] || record.fields[0]));
        this.state.fieldId = chosen?.id ?? null;
    }

    move(step) {
        const all = this.state.records.flatMap((record) => record.fields.map((field) => [record, field]));
        const place = all.findIndex(([, field]) => field.id === this.state.fieldId);
        const next = all[place + step];
        if (next) {
            this.show(...next);
        }
    }

    // --- deciding
    decide(side, field = this.chosen) {
        return this.clicks.run(async () => {
            const together = this.record.fields.filter((one) => field.unit.includes(one.field));
            await this.send(side, [field.id], together);
            this.keep(side, together);
            this.goOn();
        });
    }

    async decideAll(side, records = this.checkedRecords) {
        const fields = records.flatMap((record) => this.waiting(record));
        return this.clicks.run(async () => {
            await this.send(
                side,
                fields.map((field) => field.id),
                fields
            );
            this.keep(side, fields);
            this.state.checked = {};
            this.goOn();
        });
    }

    /** A decision is about the values on the screen: the server refuses it when they are others by now. */
    async send(side, ids, shown) {
        const seen = Object.fromEntries(shown.map((field) => [field.id, field.seen]));
        try {
            await this.exchange.orm.call(MODEL, VERBS[side], [ids], {seen});
        } catch (error) {
            await this.load(this.state.records.indexOf(this.record));
            throw error;
        }
    }

    keep(side, fields) {
        const fresh = fields.filter((field) => !field.decision);
        for (const field of fresh) {
            field.decision = side;
        }
        this.state.fields -= fresh.length;
        this.decisions.keep(fresh.map((field) => field.id));
    }

    /** The next field of the record, else the next record that waits, else what the server still has. */
    goOn() {
        const record = this.record;
        const next = record && this.waiting(record)[0];
        if (next) {
            return this.show(record, next);
        }
        const place = this.state.records.indexOf(record);
        const others = [...this.state.records.slice(place + 1), ...this.state.records.slice(0, Math.max(place, 0))];
        const other = others.find((one) => this.waiting(one).length);
        if (other) {
            return this.show(other);
        }
        if (this.left > 0) {
            return this.load();
        }
        this.state.fieldId = null;
        this.state.recordId = null;
    }

    async takeBack(ids) {
        this.state.fields += ids.length;
        const fields = this.state.records.flatMap((record) => record.fields).filter((field) => ids.includes(field.id));
        if (fields.length < ids.length) {
            await this.load();
            return;
        }
        for (const field of fields) {
            field.decision = false;
        }
        const record = this.state.records.find((one) => one.fields.includes(fields[0]));
        this.show(record, fields[0]);
    }

    toggle(record) {
        this.state.checked[record.id] = !this.state.checked[record.id];
    }

    toggleAll() {
        const all = this.checkedRecords.length < this.state.records.length;
        this.state.checked = Object.fromEntries(this.state.records.map((record) => [record.id, all]));
    }

    // --- elsewhere
    open(record) {
        return this.exchange.openRecord(record.model, record.res_id);
    }

    openList() {
        return this.exchange.action.doAction("duret_sage_sync.duret_sage_conflict_action");
    }
}

registry.category("actions").add("duret_sage_sync.conflicts", SageConflicts);
