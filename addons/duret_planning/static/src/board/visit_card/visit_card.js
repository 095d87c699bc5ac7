import {clock, fromServer} from "../board_time";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
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

    /** What is known of a delay, and what the client answered. */
    get delay() {
        const {expected, answer} = this.props.visit;
        if (!expected) {
            return "";
        }
        const hour = clock(fromServer(expected));
        if (answer === "waits") {
            return _t("%s; the client waits", hour);
        }
        return answer === "moves" ? _t("%s; the client moves the visit", hour) : hour;
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
