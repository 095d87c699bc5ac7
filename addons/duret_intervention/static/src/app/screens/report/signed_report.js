import {Component, useState} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {Streak} from "@duret_intervention/app/components/streak/streak";
import {Summary} from "@duret_intervention/app/components/summary/summary";
import {_t} from "@web/core/l10n/translation";
import {sayOutcome} from "@duret_intervention/app/report/report_words";

/** A report that nobody changes any more, and whether the office has it. */
export class SignedReport extends Component {
    static template = "duret_intervention.app.SignedReport";
    static components = {Icon, Streak, Summary};
    static props = {report: Object, visit: Object};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get outcome() {
        return sayOutcome(this.props.report.outcome || this.props.report.state) || sayOutcome("signed");
    }

    /** What was signed, read again from what is kept. */
    get document() {
        const {report, visit} = this.props;
        return {
            visit: {name: visit.name || ""},
            client: {name: visit.client?.name || "", address: visit.address || ""},
            technician: this.store.me?.name || "",
            content: report.content,
            signed_at: report.signed_at || report.content.left_at || this.env.app.clock.now().toISOString(),
        };
    }

    get photoWords() {
        return _t("Photos still to be sent: %s", this.props.report.photos_missing);
    }

    amend() {
        const {report, visit} = this.props;
        this.env.app.router.go("amendment", {visit: visit.id || report.visit, report: report.uuid});
    }
}
