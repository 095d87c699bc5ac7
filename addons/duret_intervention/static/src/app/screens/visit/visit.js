import {Component, useState} from "@odoo/owl";
import {VisitCard} from "../../components/visit_card/visit_card";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";

/** One visit: everything that the technician needs before and during his work. */
export class VisitScreen extends Component {
    static template = "duret_intervention.app.VisitScreen";
    static components = {VisitCard};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get visit() {
        return this.store.visits.get(Number(this.props.params.visit));
    }

    async openReport() {
        const report = await this.store.openReport(this.visit.id);
        this.env.app.router.go("report", {visit: this.visit.id, report});
    }
}

function title({visit}, {store}) {
    return store.visits.get(Number(visit))?.client.name || _t("Visit");
}

screens.add("visit", {component: VisitScreen, path: "visit/:visit", title, icon: "list"});
