import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const ICONS = {
    ok: "fa-clock-o",
    at_risk: "fa-hourglass-half",
    breached: "fa-exclamation-triangle",
    paused: "fa-pause",
    met: "fa-check",
};

/**
 * Remaining working time of a request as a coloured badge.
 *
 * It stands on the deadline (so that a list sorts by it) and shows what the server says of it in `duret_sla_badge`:
 * {tone, text, title}, or nothing.
 */
export class SlaBadge extends Component {
    static template = "duret_helpdesk.SlaBadge";
    static props = {...standardFieldProps};

    get badge() {
        return this.props.record.data.duret_sla_badge || null;
    }

    get icon() {
        return ICONS[this.badge.tone] || ICONS.ok;
    }
}

export const slaBadge = {
    component: SlaBadge,
    supportedTypes: ["datetime"],
    fieldDependencies: [{name: "duret_sla_badge", type: "json", readonly: true}],
};

registry.category("fields").add("duret_sla_badge", slaBadge);
