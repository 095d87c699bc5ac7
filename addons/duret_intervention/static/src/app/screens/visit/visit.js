import {Component, useState} from "@odoo/owl";
import {dial, isGone} from "../../words/visits";
import {Fold} from "../../components/fold/fold";
import {Icon} from "../../components/icon/icon";
import {StepBar} from "../../components/step_bar/step_bar";
import {VisitCard} from "../../components/visit_card/visit_card";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";
import {shortDay} from "../../words/dates";

/** One visit: everything that the technician needs before and during his work, readable without network. */
export class VisitScreen extends Component {
    static template = "duret_intervention.app.VisitScreen";
    static components = {Fold, Icon, StepBar, VisitCard};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.words = {
            access: _t("Access and notes of the site"),
            documents: _t("Documents"),
            equipment: _t("Equipment"),
            history: _t("Earlier visits"),
            people: _t("Who to call"),
            photos: _t("Earlier photos"),
            request: _t("Request of the client"),
            tickets: _t("Other open requests"),
            work: _t("What is to be done"),
        };
    }

    get visit() {
        return this.store.visits.get(Number(this.props.params.visit));
    }

    get isGone() {
        return isGone(this.visit);
    }

    /** What was begun at a visit that was taken away can be ended; nobody sets off for it any more. */
    get hasSteps() {
        return !this.isGone || ["en_route", "on_site"].includes(this.visit.state);
    }

    get work() {
        return [this.visit.instructions, this.visit.note].filter(Boolean).join("\n\n");
    }

    /** Everybody who can be called, the contact on the spot first. */
    get people() {
        const {contact, client} = this.visit;
        const phones = client?.phones?.length ? client.phones.map(({number}) => number) : [client?.phone];
        const all = [
            {name: contact?.name, phone: contact?.phone},
            ...phones.map((phone) => ({name: client?.name, phone})),
            {name: _t("Office"), phone: this.store.me.phone_office},
        ];
        const seen = new Set();
        return all
            .filter(({phone}) => phone && !seen.has(phone) && seen.add(phone))
            .map((one) => ({...one, href: dial(one.phone)}));
    }

    get reports() {
        return this.store.reportsOf(this.visit.id).map((report) => ({
            ...report,
            href: this.env.app.router.href("report", {visit: this.visit.id, report: report.uuid}),
            words: report.name || _t("Report not sent yet"),
            state: report.closed ? _t("Closed") : _t("Being written"),
        }));
    }

    get crew() {
        return (this.visit.crew || []).join(", ");
    }

    date(value) {
        return value ? shortDay(value) : "";
    }

    file({id}, small = false) {
        return `/intervention/file/${id}${small ? "?thumb=1" : ""}`;
    }
}

function title({visit}, {store}) {
    return store.visits.get(Number(visit))?.client.name || _t("Visit");
}

screens.add("visit", {component: VisitScreen, path: "visit/:visit", title, icon: "list"});
