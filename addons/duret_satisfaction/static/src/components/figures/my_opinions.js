import {Component, onWillStart, useState} from "@odoo/owl";
import {longDay, mark, points} from "./figures_format";
import {_t} from "@web/core/l10n/translation";
import {Comments} from "./comments";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Trend} from "./trend";
import {useService} from "@web/core/utils/hooks";

const MODEL = "duret.satisfaction.figures";

/** « My opinions »: what clients said of the visits of the technician who looks, and nobody else's. */
export class MyOpinions extends Component {
    static template = "duret_satisfaction.MyOpinions";
    static components = {Comments, Trend};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        Object.assign(this, {longDay, mark, points});
        this.state = useState({figures: null, period: "year", round: 0});
        onWillStart(() => this.load());
    }

    get periods() {
        return [
            ["quarter", _t("Three months")],
            ["year", _t("Twelve months")],
            ["all", _t("Since the beginning")],
        ];
    }

    get fewText() {
        return _t(
            "Means are shown from %s answers on: fewer would say more of one client than of your work.",
            this.state.figures.enough
        );
    }

    async load() {
        this.state.figures = await this.orm.call(MODEL, "duret_my_figures", [{period: this.state.period}]);
        this.state.round += 1;
    }

    choose(period) {
        this.state.period = period;
        return this.load();
    }

    async loadComments(_what, offset) {
        const {comments} = await this.orm.call(MODEL, "duret_my_figures", [{period: this.state.period}, offset]);
        return comments;
    }
}

registry.category("actions").add("duret_satisfaction.my_opinions", MyOpinions);
