import {clock, fromServer} from "../board_time";
import {duration, spoken} from "../board_rules";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** A visit as it stands on the board or waits beside it: what is dragged, focused and clicked. */
export class VisitChip extends Component {
    static template = "duret_planning.VisitChip";
    static props = {
        visit: Object,
        person: {type: Number, optional: true},
        color: {type: Number, optional: true},
        style: {type: String, optional: true},
        selected: {type: Boolean, optional: true},
        busy: {type: Boolean, optional: true},
        tabindex: {type: Number, optional: true},
        place: {type: String},
    };
    static defaultProps = {person: 0, color: 0, style: "", selected: false, busy: false, tabindex: -1};

    get hour() {
        return this.props.visit.start ? clock(fromServer(this.props.visit.start)) : "";
    }

    /** Hour at which a late technician is expected. */
    get expected() {
        const {expected} = this.props.visit;
        return expected ? clock(fromServer(expected)) : "";
    }

    get length() {
        return duration(this.props.visit.minutes);
    }

    get label() {
        const {visit} = this.props;
        const words = [
            spoken(visit),
            this.expected ? _t("expected at %s", this.expected) : "",
            visit.confirmed ? _t("agreed with the client") : "",
        ];
        return words.filter(Boolean).join(", ");
    }

    get classes() {
        const {visit, place, color, selected, busy} = this.props;
        return {
            [`o_duret_chip_${place}`]: true,
            [`o_duret_color_${color}`]: true,
            [`o_duret_state_${visit.state}`]: true,
            o_duret_chip_movable: visit.editable,
            o_duret_chip_selected: selected,
            o_duret_chip_busy: busy,
            o_duret_chip_urgent: visit.priority > 1,
        };
    }
}
