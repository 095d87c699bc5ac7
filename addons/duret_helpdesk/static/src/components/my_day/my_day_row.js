import {Component, useState} from "@odoo/owl";
import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {useOneAtATime} from "@duret_base/hooks/one_at_a_time/one_at_a_time";
import {PostponeMenu} from "@duret_relance/components/postpone_menu/postpone_menu";

/** One thing to do, with what is usually done about it within reach. */
export class MyDayRow extends Component {
    static template = "duret_helpdesk.MyDayRow";
    static components = {PostponeMenu};
    static props = {row: Object, agenda: Boolean, now: Object, onChanged: Function};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.reminders = useService("duret_reminder");
        this.state = useState({asking: false});
        this.one = useOneAtATime();
    }

    get moment() {
        const {time, day} = this.props.row;
        return time ? deserializeDateTime(time) : day && deserializeDate(day);
    }

    /** An hour on the agenda (with the day when it is not today), « in 2 hours » elsewhere. */
    get when() {
        const {moment} = this;
        const {now, row, agenda} = this.props;
        if (!moment) {
            return "";
        }
        if (!row.time) {
            return moment.toRelativeCalendar({base: now.startOf("day")});
        }
        if (!agenda) {
            return moment.toRelative({base: now});
        }
        return moment.hasSame(now, "day") ? moment.toFormat("HH:mm") : moment.toFormat("d LLL HH:mm");
    }

    get tone() {
        const {row, agenda, now} = this.props;
        return agenda && row.time && this.moment < now && row.late_matters !== false ? "danger" : row.tone || "";
    }

    /** Numbers that are not complete ones stay as they were typed: without their spaces they can be dialled. */
    get dialAddress() {
        return `tel:${this.props.row.phone.replaceAll(" ", "")}`;
    }

    can(name) {
        return this.props.row.actions.includes(name);
    }

    open() {
        const {model, id} = this.props.row;
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** The telephone opens by the link itself; the row then asks how it went. */
    startCall() {
        const {row} = this.props;
        this.state.asking = Boolean(row.activity_id) || row.model === "helpdesk.ticket";
    }

    answer(reached) {
        const {row} = this.props;
        return this.run(async () => {
            if (row.activity_id) {
                await this.reminders.called(row.activity_id, reached);
            } else {
                await this.orm.call(row.model, "duret_log_call", [[row.id], reached]);
            }
            this.state.asking = false;
        });
    }

    done() {
        return this.run(() => this.reminders.done(this.props.row.activity_id));
    }

    postpone(choice, moment) {
        return this.run(() => this.reminders.postpone(this.props.row.activity_id, choice, moment));
    }

    assign() {
        return this.run(() => this.orm.call(this.props.row.model, "duret_take", [[this.props.row.id]]));
    }

    /** One thing at a time; the screen is read again afterwards, without waiting for the bus. */
    async run(work) {
        if (await this.one.run(work)) {
            await this.props.onChanged();
        }
    }
}
