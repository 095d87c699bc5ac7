import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {pathWords, valueWords} from "../../words/paths";
import {screens} from "../../router/screens";

/** The same thing written in the office and on the spot: both values, and which one stands. */
export class ConflictsScreen extends Component {
    static template = "duret_intervention.app.ConflictsScreen";
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get conflicts() {
        const {catalogue} = this.store;
        return this.store.conflicts.map((conflict) => ({
            ...conflict,
            client: this.store.visits.get(conflict.visit)?.client.name || "",
            what: pathWords(conflict.path, catalogue),
            mine: valueWords(conflict.phone, catalogue),
            theirs: valueWords(conflict.office, catalogue),
        }));
    }

    keep(conflict, which) {
        return this.store.settleConflict(conflict, which);
    }
}

screens.add("conflicts", {
    component: ConflictsScreen,
    path: "conflicts",
    title: _t("Choose what is right"),
    icon: "warn",
});
