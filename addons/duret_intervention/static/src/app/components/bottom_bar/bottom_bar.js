import {Component, useState} from "@odoo/owl";
import {Icon} from "../icon/icon";
import {screens} from "../../router/screens";

/** The screens that are always one tap away, within reach of the thumb. */
export class BottomBar extends Component {
    static template = "duret_intervention.app.BottomBar";
    static components = {Icon};
    static props = {};

    setup() {
        this.router = useState(this.env.app.router);
        this.store = useState(this.env.app.store);
    }

    get entries() {
        // The store as this component watches it: what the menu shows depends on who the technician is.
        const app = {...this.env.app, store: this.store};
        return screens
            .getEntries()
            .map(([name, screen]) => ({name, ...screen}))
            .filter(({menu, shown}) => menu && (!shown || shown(app)))
            .sort((one, other) => one.menu - other.menu)
            .map(({name, short, title, icon}) => ({
                name,
                icon,
                title: short || title,
                href: this.router.href(name),
                current: this.router.current.name === name,
            }));
    }
}
