import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** Name of a technician at the head of his row, with where he works and in which van. */
export class TechnicianHead extends Component {
    static template = "duret_planning.TechnicianHead";
    static props = {technician: Object, count: Number};

    get details() {
        const {zone, van} = this.props.technician;
        return [zone, van].filter(Boolean).join(" · ");
    }

    get title() {
        const {technician} = this.props;
        return [technician.name, this.details, technician.skills.join(", ")].filter(Boolean).join("\n");
    }

    get load() {
        return _t("Visits: %s", this.props.count);
    }
}
