import {Component, useState} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {_t} from "@web/core/l10n/translation";
import {dayText} from "@duret_intervention/app/report/times";
import {screens} from "@duret_intervention/app/router/screens";

/** What became of my requests: what has not left the phone first, then what the office made of the others. */
export class RequestsScreen extends Component {
    static template = "duret_intervention.app.RequestsScreen";
    static components = {Icon};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get pending() {
        const known = new Set(this.store.requests.map(({uuid}) => uuid));
        return this.store.pending("request.new").filter(({uuid}) => !known.has(uuid));
    }

    get requests() {
        return [...this.store.requests].sort((one, other) => (one.date < other.date ? 1 : -1));
    }

    numberWords({number, date}) {
        return [number, dayText(date)].filter(Boolean).join(" · ");
    }

    get emptyWords() {
        return _t("No request yet. The round button, on every screen, makes one.");
    }

    kindName(kind) {
        return kind === "quote" ? _t("Quotation wanted") : _t("Problem");
    }

    stateName(state) {
        return {
            open: _t("With the office"),
            quoted: _t("Quotation sent"),
            signed: _t("Signed"),
            closed: _t("Closed"),
        }[state];
    }

    amount({amount}) {
        return amount
            ? new Intl.NumberFormat("fr-FR", {style: "currency", currency: "EUR"}).format(Number(amount))
            : "";
    }
}

screens.add("requests", {
    component: RequestsScreen,
    path: "requests",
    icon: "bulb",
    title: () => _t("My requests"),
    short: _t("Requests"),
    menu: 40,
});
