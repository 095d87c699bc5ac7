import {Component, onError, useState} from "@odoo/owl";
import {BottomBar} from "../bottom_bar/bottom_bar";
import {Notices} from "../notice/notices";
import {TopBar} from "../top_bar/top_bar";
import {_t} from "@web/core/l10n/translation";
import {everywhere} from "../../router/screens";

/** The frame around every screen. */
export class AppRoot extends Component {
    static template = "duret_intervention.app.AppRoot";
    static components = {BottomBar, Notices, TopBar};
    static props = {};

    setup() {
        this.router = useState(this.env.app.router);
        this.fault = useState({message: ""});
        onError((error) => {
            console.error(error);
            this.fault.message = (error.cause || error).message;
        });
    }

    get screen() {
        return this.router.screen;
    }

    get params() {
        return this.router.current.params;
    }

    /** A screen is drawn afresh when its address changes. */
    get key() {
        return JSON.stringify(this.router.current);
    }

    get everywhere() {
        return everywhere.getAll();
    }

    get sorry() {
        return _t("This screen cannot be shown. What you entered is kept on the telephone.");
    }

    home() {
        this.fault.message = "";
        this.router.go("day", {}, {replace: true});
    }
}
