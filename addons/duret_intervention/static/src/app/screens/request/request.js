import {Component, onWillStart, useState} from "@odoo/owl";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {LongText} from "@duret_intervention/app/components/long_text/long_text";
import {PhotoButton} from "@duret_intervention/app/components/photo_button/photo_button";
import {PhotoTile} from "@duret_intervention/app/components/photo_tile/photo_tile";
import {SaveMark} from "@duret_intervention/app/components/saver/save_mark";
import {_t} from "@web/core/l10n/translation";
import {keepPhoto} from "@duret_intervention/app/capture/photo_intake";
import {sayTrouble} from "@duret_intervention/app/report/report_words";
import {screens} from "@duret_intervention/app/router/screens";
import {useSaver} from "@duret_intervention/app/components/saver/saver";

function titleOf({kind}) {
    return kind === "quote" ? _t("Request for a quotation") : _t("Problem to report");
}

/** What the client wants, or what went wrong: said or typed, with photos; kept at once, sent when there is a network. */
export class RequestScreen extends Component {
    static template = "duret_intervention.app.RequestScreen";
    static components = {Icon, LongText, PhotoButton, PhotoTile, SaveMark};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({
            text: "",
            visit: Number(this.props.params.visit) || 0,
            photos: [],
            busy: 0,
            trouble: "",
            sending: false,
            sent: false,
        });
        this.saver = useSaver((key, draft) => this.store.keepDraft(key, draft));
        onWillStart(async () => Object.assign(this.state, (await this.store.draft(this.key)) || {}));
    }

    /** One draft for each kind and visit. */
    get key() {
        return `request/${this.props.params.kind}/${this.props.params.visit}`;
    }

    get isQuote() {
        return this.props.params.kind === "quote";
    }

    /** Clients of the phone's visits, each once. */
    get clients() {
        const seen = new Set();
        return [...this.store.visits.values()].filter(({client}) => {
            const isNew = client?.id && !seen.has(client.id);
            seen.add(client?.id);
            return isNew;
        });
    }

    get client() {
        return this.store.visits.get(this.state.visit)?.client;
    }

    get label() {
        return this.isQuote ? _t("What does the client want?") : _t("What happened?");
    }

    get hint() {
        return this.isQuote
            ? _t("What the client wants: a charging point, a new board, lights in the garage…")
            : _t("What happened, what is needed, how urgent it is");
    }

    chooseClient(event) {
        this.keep({visit: Number(event.target.value)});
    }

    keep(changed) {
        Object.assign(this.state, changed);
        const {text, visit, photos} = this.state;
        this.saver.later(this.key, {text, visit, photos: photos.map((photo) => ({...photo}))});
    }

    async take(files) {
        this.state.trouble = "";
        this.state.busy += files.length;
        for (const file of files) {
            try {
                const photo = await keepPhoto(this.env.app, null, file);
                this.keep({photos: [...this.state.photos, photo]});
            } catch (error) {
                this.state.trouble = sayTrouble(error);
            } finally {
                this.state.busy--;
            }
        }
        await this.saver.flush();
    }

    async drop(uuid) {
        this.keep({photos: this.state.photos.filter((photo) => photo.uuid !== uuid)});
        await this.saver.flush();
        await this.store.dropPhoto(uuid);
    }

    async send() {
        const text = this.state.text.trim();
        if (!text && !this.state.photos.length) {
            this.state.trouble = _t("Say or write what it is about, or take a photo.");
            return;
        }
        Object.assign(this.state, {sending: true, trouble: ""});
        try {
            const data = {
                kind: this.props.params.kind,
                text,
                partner: this.client?.id || null,
                photos: this.state.photos.map(({uuid, sha256, size}) => ({uuid, sha256, size})),
            };
            await this.store.sendRequest(this.state.visit || null, data, this.key);
            this.state.sent = true;
            // What was typed a moment ago, and would be kept at the next pause.
            await this.saver.now(this.key, null);
        } catch (error) {
            this.state.trouble = sayTrouble(error);
        } finally {
            this.state.sending = false;
        }
    }
}

screens.add("request", {component: RequestScreen, path: "request/:kind/:visit", icon: "bulb", title: titleOf});
