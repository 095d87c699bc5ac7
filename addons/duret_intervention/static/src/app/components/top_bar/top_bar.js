import {Component, useState} from "@odoo/owl";
import {Icon} from "../icon/icon";
import {SyncBadge} from "../sync_badge/sync_badge";

/** Title, way back, and whether everything was sent. */
export class TopBar extends Component {
    static template = "duret_intervention.app.TopBar";
    static components = {Icon, SyncBadge};
    static props = {};

    setup() {
        this.router = useState(this.env.app.router);
        this.store = useState(this.env.app.store);
    }

    get isHome() {
        return this.router.current.name === "day";
    }

    get title() {
        const {title} = this.router.screen;
        return typeof title === "function" ? title(this.router.current.params, this.env.app) : title;
    }
}
