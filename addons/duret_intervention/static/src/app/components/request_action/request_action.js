import {Component, useState} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {Sheet} from "@duret_intervention/app/components/sheet/sheet";
import {everywhere} from "@duret_intervention/app/router/screens";

/** On every screen, one tap: the client wants a quotation, or something must be told to the office. */
export class RequestAction extends Component {
    static template = "duret_intervention.app.RequestAction";
    static components = {Icon, Sheet};
    static props = {};

    setup() {
        this.router = useState(this.env.app.router);
        this.state = useState({open: false});
    }

    ask(kind) {
        this.state.open = false;
        this.router.go("request", {kind, visit: this.router.current.params.visit || "0"});
    }
}

everywhere.add("request_action", RequestAction);
