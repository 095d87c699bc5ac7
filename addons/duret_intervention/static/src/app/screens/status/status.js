import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";

/** What was sent, what waits, and what the server said. */
export class StatusScreen extends Component {
    static template = "duret_intervention.app.StatusScreen";
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
    }
}

screens.add("status", {component: StatusScreen, path: "status", title: _t("Sending"), icon: "send", menu: 40});
