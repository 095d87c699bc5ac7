import {Component, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useOneAtATime} from "@duret_base/hooks/one_at_a_time/one_at_a_time";
import {PostponeMenu} from "../postpone_menu/postpone_menu";

const {DateTime} = luxon;
const SHOWN = 3;

/** The pop-ups of due reminders, above every screen, until they are dealt with. */
export class ReminderCenter extends Component {
    static template = "duret_relance.ReminderCenter";
    static components = {PostponeMenu};
    static props = {};

    setup() {
        this.reminders = useService("duret_reminder");
        this.action = useService("action");
        this.due = useState(this.reminders.state);
        this.state = useState({folded: new Set(), calling: null});
        this.one = useOneAtATime();
    }

    /** Reminders shown in full; those the user folded away wait in the pill. */
    get cards() {
        return this.due.due.filter((row) => !this.state.folded.has(this.key(row))).slice(0, SHOWN);
    }

    get hidden() {
        return this.due.due.length - this.cards.length;
    }

    get pillText() {
        return this.hidden === 1 ? _t("1 reminder waits") : _t("%s reminders wait", this.hidden);
    }

    /** A postponed reminder that comes back is a new one for the eye. */
    key(row) {
        return `${row.id}@${row.deadline}`;
    }

    /** Numbers that are not complete ones stay as they were typed: without their spaces they can be dialled. */
    dialAddress(row) {
        return `tel:${row.phone.replaceAll(" ", "")}`;
    }

    when(row) {
        const moment = deserializeDateTime(row.deadline);
        const time = moment.toFormat("HH:mm");
        return moment.hasSame(DateTime.now(), "day")
            ? time
            : `${moment.toLocaleString({day: "numeric", month: "short"})} ${time}`;
    }

    unfold() {
        this.state.folded = new Set();
    }

    fold(row) {
        this.state.folded = new Set([...this.state.folded, this.key(row)]);
    }

    /** The telephone opens by the link itself; the pop-up then asks how it went. */
    startCall(row) {
        this.state.calling = this.key(row);
    }

    isCalling(row) {
        return this.state.calling === this.key(row);
    }

    answer(row, reached) {
        return this.one.run(async () => {
            await this.reminders.called(row.id, reached);
            this.state.calling = null;
        });
    }

    done(row) {
        return this.one.run(() => this.reminders.done(row.id));
    }

    postpone(row, choice, moment) {
        return this.one.run(() => this.reminders.postpone(row.id, choice, moment));
    }

    open(row) {
        this.fold(row);
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.res_model,
            res_id: row.res_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("main_components").add("DuretReminderCenter", {Component: ReminderCenter}, {sequence: 90});
