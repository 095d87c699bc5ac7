import {Component, useState} from "@odoo/owl";
import {Icon} from "../icon/icon";
import {_t} from "@web/core/l10n/translation";

/** « 3 » waiting, a tick when everything was sent, an exclamation mark when somebody has to do something. */
export class SyncBadge extends Component {
    static template = "duret_intervention.app.SyncBadge";
    static components = {Icon};
    static props = {};

    setup() {
        this.store = useState(this.env.app.store);
    }

    get waiting() {
        return this.store.waiting + this.store.photosWaiting;
    }

    get look() {
        const {syncState, conflicts, unread} = this.store;
        if (conflicts.length || unread || ["expired", "other_user", "trouble"].includes(syncState)) {
            return "alert";
        }
        if (!this.store.online) {
            return "offline";
        }
        return this.waiting ? "waiting" : "sent";
    }

    get icon() {
        return {alert: "warn", offline: "offline", waiting: "send", sent: "check"}[this.look];
    }

    get label() {
        if (this.look === "alert") {
            return _t("Something needs your attention");
        }
        if (this.waiting) {
            return _t("%s to send", this.waiting);
        }
        return this.look === "offline" ? _t("No network, everything was sent") : _t("Everything was sent");
    }
}
