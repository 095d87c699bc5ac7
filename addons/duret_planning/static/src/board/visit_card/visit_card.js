import {clock, fromServer} from "../board_time";
import {Component} from "@odoo/owl";
import {duration} from "../board_rules";

/** What is known of a visit, beside it: enough to answer the telephone without opening it. */
export class VisitCard extends Component {
    static template = "duret_planning.VisitCard";
    static props = {visit: Object, crew: String, open: Function, close: {type: Function, optional: true}};

    get hours() {
        const {start, stop} = this.props.visit;
        if (!start) {
            return "";
        }
        const from = fromServer(start);
        return `${from.toLocaleString({weekday: "long", day: "numeric", month: "long"})}, ${clock(from)} – ${clock(fromServer(stop))}`;
    }

    get length() {
        return duration(this.props.visit.minutes);
    }

    get address() {
        const {street, zip, city} = this.props.visit;
        return [street, [zip, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
    }

    get dialAddress() {
        return `tel:${this.props.visit.phone.replaceAll(" ", "")}`;
    }

    open() {
        this.props.close?.();
        this.props.open(this.props.visit);
    }
}
