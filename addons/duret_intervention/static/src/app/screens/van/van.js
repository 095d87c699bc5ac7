import {Component, useState} from "@odoo/owl";
import {isOut, search, takenSince, vanLines} from "@duret_intervention/app/report/product_search";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {_t} from "@web/core/l10n/translation";
import {compareDecimals, decimalText} from "@duret_intervention/app/report/judgement";
import {screens} from "@duret_intervention/app/router/screens";

/** What is in the van, less what the reports of this phone took and the office has not counted yet. */
export class VanScreen extends Component {
    static template = "duret_intervention.app.VanScreen";
    static components = {Icon};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({query: ""});
        this.isOut = isOut;
    }

    get lines() {
        const taken = takenSince(this.store.reports);
        return search(vanLines(this.store.van, this.store.products, taken), this.state.query);
    }

    amount({left, unit}) {
        return `${decimalText(left)} ${unit}`.trim();
    }

    usedWords({used}) {
        return _t("%s used, not yet counted", decimalText(used));
    }

    isUsed({used}) {
        return compareDecimals(used, "0") > 0;
    }
}

screens.add("van", {
    component: VanScreen,
    path: "van",
    icon: "van",
    title: () => _t("My van"),
    short: _t("Van"),
    menu: 30,
});
