import {Component, useState} from "@odoo/owl";
import {Icon} from "../icon/icon";
import {OLD_AFTER} from "../../sync/op";
import {_t} from "@web/core/l10n/translation";
import {dayAndHour} from "../../words/dates";
import {toRead} from "../../words/ops";

const LOGIN = "/web/login?redirect=/intervention";

/** What the technician has to know, in plain words, and what he can do about it. */
export class Notices extends Component {
    static template = "duret_intervention.app.Notices";
    static components = {Icon};
    static props = {};

    setup() {
        const {router, store, updater, session} = this.env.app;
        this.store = useState(store);
        this.updater = useState(updater);
        this.session = useState(session);
        this.router = useState(router);
    }

    get screen() {
        return this.router.current.name;
    }

    get notices() {
        return [
            this.expired(),
            this.otherUser(),
            this.trouble(),
            this.full(),
            this.clock(),
            this.refused(),
            this.conflicts(),
            this.old(),
            this.update(),
        ].filter(Boolean);
    }

    expired() {
        if (this.store.syncState !== "expired") {
            return null;
        }
        return {
            kind: "bad",
            text: _t("Log in again, nothing is lost: what waits is sent right after."),
            href: LOGIN,
            action: _t("Log in"),
        };
    }

    otherUser() {
        if (this.store.syncState !== "other_user") {
            return null;
        }
        return {
            kind: "bad",
            text: _t(
                "Somebody else is logged in on this telephone. The work of %s waits here, and is sent once he logs in.",
                this.session.person.name
            ),
            href: this.env.app.router.href("settings"),
            action: _t("See"),
        };
    }

    trouble() {
        if (this.store.syncState !== "trouble") {
            return null;
        }
        return {kind: "warn", text: _t("The server has a problem. Your work is kept and sent when it is over.")};
    }

    full() {
        if (!this.store.full) {
            return null;
        }
        return {
            kind: "bad",
            text: _t(
                "The telephone is full: photos cannot be kept any more. Texts still are. Delete films or applications."
            ),
        };
    }

    clock() {
        const {clock} = this.env.app;
        if (!this.store.skewMinutes || !clock.isWrong) {
            return null;
        }
        return {
            kind: "warn",
            text: _t("The telephone's clock is wrong by %s. The hours of your reports are corrected.", this.skew),
        };
    }

    get skew() {
        const minutes = Math.abs(this.store.skewMinutes);
        return minutes < 120 ? _t("%s minutes", minutes) : _t("%s hours", Math.round(minutes / 60));
    }

    refused() {
        const wanted = toRead(this.store.told);
        if (!wanted || this.screen === "status") {
            return null;
        }
        const isRefused = wanted === "refused";
        return {
            kind: isRefused ? "bad" : "warn",
            text: isRefused
                ? _t("Something was refused: read why.")
                : _t("The office has an answer about what you sent: read it."),
            href: this.env.app.router.href("status"),
            action: _t("Read"),
        };
    }

    conflicts() {
        if (!this.store.conflicts.length || ["status", "conflicts"].includes(this.screen)) {
            return null;
        }
        return {
            kind: "warn",
            text: _t("Two versions, yours and the office's: choose."),
            href: this.env.app.router.href("conflicts"),
            action: _t("Choose"),
        };
    }

    old() {
        const {oldest} = this.store;
        if (!oldest || Date.now() - oldest < OLD_AFTER) {
            return null;
        }
        return {
            kind: "warn",
            text: _t(
                "Work of %s was not sent yet. Find a network before the end of the day.",
                dayAndHour(new Date(oldest))
            ),
        };
    }

    update() {
        if (!this.updater.available) {
            return null;
        }
        return {
            kind: "info",
            text: _t("New version."),
            action: _t("Update"),
            run: () => this.updater.apply(),
        };
    }
}
