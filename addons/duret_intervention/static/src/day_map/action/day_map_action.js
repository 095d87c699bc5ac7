import {Component, xml} from "@odoo/owl";
import {LazyComponent} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/** Menu « Map of the day »: fetched, with the board's map, when it is first looked at. */
export class DayMapAction extends Component {
    static template = xml`<LazyComponent bundle="'duret_planning.board'" Component="'duret_intervention.DayMap'" props="props" />`;
    static components = {LazyComponent};
    static props = {...standardActionServiceProps};
}

registry.category("actions").add("duret_day_map", DayMapAction);
