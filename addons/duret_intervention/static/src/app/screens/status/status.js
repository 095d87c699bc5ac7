import {Component, onWillStart, useState} from "@odoo/owl";
import {dayAndHour, hour} from "../../words/dates";
import {gathered, grouped} from "../../words/ops";
import {Icon} from "../../components/icon/icon";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";

const MEGA = 1_000_000;

/** What was sent, what waits, and what the office's computer said. */
export class StatusScreen extends Component {
    static template = "duret_intervention.app.StatusScreen";
    static components = {Icon};
    static props = {params: Object};

    setup() {
        const {store, session, sync, router, version, updater} = this.env.app;
        Object.assign(this, {sync, router, version});
        this.store = useState(store);
        this.session = useState(session);
        this.updater = useState(updater);
        this.room = useState({text: ""});
        onWillStart(() => this.measure());
    }

    /** How much of the telephone is used, when the browser says so. */
    async measure() {
        const {usage, quota} = (await navigator.storage?.estimate?.()) || {};
        if (quota) {
            const numbers = {used: Math.round(usage / MEGA), all: Math.round(quota / MEGA)};
            this.room.text = _t("%(used)s MB used of %(all)s MB", numbers);
        }
    }

    get state() {
        const {syncState, waiting, photosWaiting, online} = this.store;
        if (syncState === "expired") {
            return {kind: "bad", icon: "lock", words: _t("Log in again to send"), detail: _t("Nothing is lost.")};
        }
        if (syncState === "other_user") {
            return {kind: "bad", icon: "user", words: _t("Somebody else is logged in"), detail: this.otherWords};
        }
        if (syncState === "trouble") {
            return {
                kind: "warn",
                icon: "warn",
                words: _t("The server has a problem"),
                detail: _t("Sent again by itself."),
            };
        }
        if (!online) {
            return {
                kind: "warn",
                icon: "offline",
                words: _t("No network"),
                detail: _t("You can work: everything is kept on the telephone."),
            };
        }
        if (waiting + photosWaiting) {
            return {kind: "warn", icon: "send", words: _t("Being sent…"), detail: ""};
        }
        return {kind: "ok", icon: "check", words: _t("Everything was sent"), detail: ""};
    }

    get otherWords() {
        return _t("The work of %s waits on this telephone.", this.session.person.name);
    }

    get lastSync() {
        return this.store.lastSync ? dayAndHour(new Date(this.store.lastSync)) : _t("never");
    }

    get groups() {
        return grouped(this.store.ops).map((group) => ({
            ...group,
            client: this.client(group.visit),
            since: this.since(group.madeAt),
        }));
    }

    since(time) {
        return hour(new Date(time));
    }

    client(visit) {
        return this.store.visits.get(visit)?.client.name || "";
    }

    get told() {
        return gathered(this.store.told.filter(({result}) => result.code !== "conflict")).map(
            ({uuid, uuids, words, op, result, at, read, resent}) => ({
                uuid,
                uuids,
                read,
                again: result.state === "refused" && !resent,
                refused: result.state === "refused",
                words: words.join(", "),
                message: result.message,
                client: this.client(op.visit),
                at: dayAndHour(new Date(at)),
                wrote: this.wrote(op),
            })
        );
    }

    async markRead({uuids}) {
        for (const uuid of uuids) {
            await this.store.outbox.markRead(uuid);
        }
    }

    /** The text that was refused, so that it can be read and copied. */
    wrote({data}) {
        const value = data?.changes?.[0]?.[2] ?? data?.text ?? "";
        return typeof value === "string" ? value : "";
    }

    get others() {
        const {people, person} = this.session;
        return Object.entries(people)
            .filter(([user]) => Number(user) !== person.user)
            .map(([, name]) => name);
    }

    get canSend() {
        return this.store.syncState !== "running";
    }

    get conflictsHref() {
        return this.router.href("conflicts");
    }

    get settingsHref() {
        return this.router.href("settings");
    }
}

screens.add("status", {component: StatusScreen, path: "status", title: _t("Sending"), icon: "send", menu: 90});
