import {Component, xml} from "@odoo/owl";
import {LazyComponent} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/** Menu « Planning »: the board and its map are fetched when they are first looked at. */
export class PlanningBoard extends Component {
    static template = xml`<LazyComponent bundle="'duret_planning.board'" Component="'duret_planning.Board'" props="props" />`;
    static components = {LazyComponent};
    static props = {...standardActionServiceProps};
}

registry.category("actions").add("duret_planning_board", PlanningBoard);
