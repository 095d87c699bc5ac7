import {Component} from "@odoo/owl";
import {DayRow} from "./day_row";
import {TechnicianHead} from "../technician_head/technician_head";
import {place} from "../board_time";

const HOUR = 60;
const NONE = [];

/** The day of every technician, one under the other, on the same clock. */
export class DayView extends Component {
    static template = "duret_planning.DayView";
    static components = {DayRow, TechnicianHead};
    static props = {store: Object, state: Object, now: Object, entry: [Object, {value: null}]};

    get day() {
        return this.props.store.days[0];
    }

    get hours() {
        const {from, to} = this.props.store.hours;
        const count = (to - from) / HOUR;
        return Array.from({length: count}, (_, index) => ({
            label: `${from / HOUR + index} h`,
            style: `left:${(100 * index) / count}%;width:${100 / count}%`,
        }));
    }

    /** The line of the present moment, on today's board only. */
    get present() {
        const {now, store} = this.props;
        if (!now.hasSame(this.day, "day")) {
            return null;
        }
        const minutes = now.hour * HOUR + now.minute;
        const at = place({from: minutes, to: minutes + 1}, store.hours);
        return at && `left:${at.left}%`;
    }

    visitsOf(technician) {
        return this.props.store.rows[technician.id] || NONE;
    }

    previewOf(technician) {
        const {preview} = this.props.state;
        return preview?.person === technician.id ? preview : null;
    }

    /** Only the row that holds it is told: the others are not drawn again. */
    within(technician, id) {
        return id && this.visitsOf(technician).some((visit) => visit.id === id) ? id : 0;
    }

    entryOf(technician) {
        const {entry} = this.props;
        return entry?.person === technician.id ? entry.visit : 0;
    }
}
