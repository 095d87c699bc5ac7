import {clock, daySpan, touches} from "../board_time";
import {Component} from "@odoo/owl";
import {VisitChip} from "../visit_card/visit_chip";

const NOON = 12 * 60;

/** One technician's week: the visits of each day by hour, over days off and absences. */
export class WeekRow extends Component {
    static template = "duret_planning.WeekRow";
    static components = {VisitChip};
    static props = {
        technician: Object,
        days: Array,
        visits: Array,
        holds: Array,
        holidays: Array,
        preview: {type: [Object, {value: null}]},
        selected: {type: Number},
        busy: {type: Number},
        entry: {type: Number},
    };

    get cells() {
        const {days, visits, technician, holds, holidays, preview} = this.props;
        return days.map((day) => {
            const off = holidays.filter((one) => touches(one, day));
            const away = technician.absences.filter((one) => touches(one, day));
            return {
                key: day.toISODate(),
                visits: visits.filter((visit) => touches(visit, day)),
                closed: !off.length && !technician.work.some((one) => touches(one, day)),
                notes: [...off, ...away].map((one) => this.note(one, day)),
                away: Boolean(off.length || away.some((one) => isWhole(one, day))),
                held: holds
                    .filter((hold) => hold.person === technician.id && touches(hold, day))
                    .map((hold) => clock(hold.begin)),
                preview: preview?.day === day.toISODate() ? preview : null,
            };
        });
    }

    /** « Absence », with the hours when the rest of the day is worked. */
    note(stretch, day) {
        if (isWhole(stretch, day)) {
            return stretch.label;
        }
        const {from, to} = daySpan(stretch, day);
        const hour = (minutes) => `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60}` : ""}`;
        return `${stretch.label} ${hour(from)} – ${hour(to)}`;
    }
}

/** Whether an absence leaves neither the morning nor the afternoon. */
function isWhole(stretch, day) {
    const {from, to} = daySpan(stretch, day);
    return from < NOON - 60 && to > NOON + 180;
}
