import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {screens} from "../../router/screens";

const OTHER = `/web/session/logout?redirect=${encodeURIComponent("/web/login?redirect=/intervention")}`;

/** What the technician chooses on this telephone. */
export class SettingsScreen extends Component {
    static template = "duret_intervention.app.SettingsScreen";
    static props = {params: Object};

    setup() {
        const {settings, store, session, updater, version} = this.env.app;
        this.settings = useState(settings);
        this.store = useState(store);
        this.session = useState(session);
        this.updater = useState(updater);
        this.version = version;
        this.state = useState({trouble: "", asked: false});
    }

    get themes() {
        return [
            {value: "auto", words: _t("As the telephone")},
            {value: "light", words: _t("Light")},
            {value: "dark", words: _t("Dark")},
        ];
    }

    get positionAllowed() {
        return this.store.me.position_allowed !== false;
    }

    get waiting() {
        return this.store.waiting + this.store.photosWaiting;
    }

    get leaveWords() {
        return this.waiting
            ? _t(
                  "%s items are not sent yet. They stay on the telephone and are sent when you log in again.",
                  this.waiting
              )
            : _t("Everything was sent.");
    }

    /** Look who is logged in, and take the telephone over when it is somebody else. */
    async change() {
        this.state.trouble = "";
        try {
            await this.session.look();
            this.state.asked = true;
        } catch (error) {
            this.state.trouble = _t("The telephone has to reach the office for this.");
            this.state.why = error.name;
        }
    }

    async takeOver() {
        await this.session.take(this.session.other);
        location.replace("/intervention");
    }

    logIn() {
        location.assign(OTHER);
    }
}

screens.add("settings", {component: SettingsScreen, path: "settings", title: _t("Settings"), icon: "gear"});
