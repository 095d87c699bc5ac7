import {Component} from "@odoo/owl";
import {VisitChip} from "../visit_card/visit_chip";

/** Visits that wait for a day or a technician: taken from here to the board, and back. */
export class SideList extends Component {
    static template = "duret_planning.SideList";
    static components = {VisitChip};
    static props = {
        waiting: Object,
        plan: Boolean,
        target: Boolean,
        busy: Number,
        selected: Number,
        more: Function,
    };

    get hasMore() {
        const {rows, count} = this.props.waiting;
        return rows.length < count;
    }
}
