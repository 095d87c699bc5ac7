import {Component, useState} from "@odoo/owl";
import {LongText} from "@duret_intervention/app/components/long_text/long_text";
import {_t} from "@web/core/l10n/translation";
import {sayTrouble} from "@duret_intervention/app/report/report_words";
import {screens} from "@duret_intervention/app/router/screens";

/** Most characters of a reason; the server refuses more. */
const MOST_REASON = 1000;

/** A signed report is never changed: a new one, with its reason, corrects it. */
export class AmendmentScreen extends Component {
    static template = "duret_intervention.app.AmendmentScreen";
    static components = {LongText};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.most = MOST_REASON;
        this.state = useState({reason: "", trouble: "", busy: false});
    }

    get report() {
        return this.store.reports.get(this.props.params.report);
    }

    get warning() {
        return _t(
            "What was signed stays as it is and is kept. The amendment starts as a copy of it; you correct the copy and have it signed."
        );
    }

    get action() {
        return _t("Write the amendment");
    }

    async start() {
        const reason = this.state.reason.trim();
        if (!reason) {
            this.state.trouble = _t("Say what has to be corrected, and why: the client will read it.");
            return;
        }
        this.state.busy = true;
        try {
            const report = await this.store.amendReport(this.report.uuid, reason);
            this.env.app.router.go("report", {visit: this.props.params.visit, report}, {replace: true});
        } catch (error) {
            this.state.trouble = sayTrouble(error);
            this.state.busy = false;
        }
    }
}

screens.add("amendment", {
    component: AmendmentScreen,
    path: "visit/:visit/report/:report/amend",
    icon: "reply",
    title: () => _t("Amendment"),
});
