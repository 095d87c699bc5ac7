import {daySpan, gaps, lanes, place} from "../board_time";
import {Component} from "@odoo/owl";
import {VisitChip} from "../visit_card/visit_chip";

/** One technician's day: visits where they stand on the clock, over working hours, absences and holds. */
export class DayRow extends Component {
    static template = "duret_planning.DayRow";
    static components = {VisitChip};
    static props = {
        technician: Object,
        day: Object,
        span: Object,
        visits: Array,
        holds: Array,
        holidays: Array,
        preview: {type: [Object, {value: null}]},
        selected: {type: Number},
        busy: {type: Number},
        entry: {type: Number},
    };

    /** Minutes of the clock of a stretch of time, on the day shown. */
    spanOf(stretch) {
        return daySpan(stretch, this.props.day);
    }

    get lanes() {
        return lanes(this.props.visits.map((visit) => this.spanOf(visit)));
    }

    get chips() {
        const {visits, span} = this.props;
        const {lanes: given, count} = this.lanes;
        const chips = visits.map((visit, index) => {
            const at = place(this.spanOf(visit), span);
            const top = (100 * given[index]) / count;
            return at && {visit, style: `${box(at)};top:${top}%;height:${100 / count}%`};
        });
        return chips.filter(Boolean);
    }

    /** Hours outside his working time. */
    get closed() {
        const work = this.props.technician.work.map((one) => this.spanOf(one));
        return gaps(
            work.filter(({from, to}) => to > from),
            this.props.span
        ).map((one) => box(place(one, this.props.span)));
    }

    get away() {
        const {technician, holidays} = this.props;
        return this.boxes([...holidays, ...technician.absences]);
    }

    get held() {
        return this.boxes(this.props.holds.filter((hold) => hold.person === this.props.technician.id));
    }

    boxes(things) {
        return things
            .map((thing) => ({thing, at: place(this.spanOf(thing), this.props.span)}))
            .filter(({at}) => at)
            .map(({thing, at}, index) => ({key: index, style: box(at), label: thing.label || ""}));
    }

    get ghost() {
        const {preview, span} = this.props;
        const at = preview && place({from: preview.minutes, to: preview.minutes + preview.length}, span);
        return at && {style: box(at), label: preview.label};
    }
}

function box({left, width}) {
    return `left:${left.toFixed(3)}%;width:${width.toFixed(3)}%`;
}
