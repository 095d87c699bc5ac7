import {Component, onWillStart, useState} from "@odoo/owl";
import {asUtc} from "@duret_intervention/app/report/times";
import {buildDocument, sealDocument} from "@duret_intervention/app/report/document";
import {reasonsFor, sayMissing, sayTrouble} from "@duret_intervention/app/report/report_words";
import {Choice} from "@duret_intervention/app/components/choice/choice";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {Ink} from "@duret_intervention/app/components/ink/ink";
import {Summary} from "@duret_intervention/app/components/summary/summary";
import {_t} from "@web/core/l10n/translation";
import {canonical} from "@duret_intervention/app/db/canonical";
import {missingOf} from "@duret_intervention/app/report/progress";
import {screens} from "@duret_intervention/app/router/screens";

const NOBODY = {name: "", quality: ""};

/** The client reads, then signs; or is absent, or refuses, and the reason is written down. */
export class SignatureScreen extends Component {
    static template = "duret_intervention.app.SignatureScreen";
    static components = {Choice, Icon, Ink, Summary};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.state = useState({
            step: "read",
            name: "",
            quality: "",
            outcome: "absent",
            reason: "",
            drawn: false,
            tried: false,
            trouble: "",
            busy: false,
        });
        this.ink = {strokes: [], png: ""};
        this.sayMissing = sayMissing;
        onWillStart(() => this.takeDeparture());
    }

    get report() {
        return this.store.reports.get(this.props.params.report);
    }

    get visit() {
        return (
            this.store.visits.get(Number(this.props.params.visit)) || {id: Number(this.props.params.visit), name: ""}
        );
    }

    /** The hour of the departure is part of what is read and signed: fixed before the client reads. */
    takeDeparture() {
        const {arrived_at, left_at} = this.report?.content || {};
        const now = asUtc(this.env.app.clock.now());
        this.departure = !left_at && arrived_at && arrived_at < now ? now : null;
    }

    get missing() {
        return missingOf(this.report, this.visit, this.store.catalogue);
    }

    get blocked() {
        return this.missing.some(({blocks}) => blocks);
    }

    get outcomes() {
        return [
            {value: "absent", label: _t("Client absent")},
            {value: "refused", label: _t("Refuses to sign")},
        ];
    }

    get reasons() {
        return reasonsFor(this.state.outcome);
    }

    /** Names worth one tap. */
    get names() {
        const {contact, client} = this.visit;
        return [...new Set([contact?.name, client?.name])].filter(Boolean);
    }

    document({outcome = "signed", signer = NOBODY, reason = ""} = {}) {
        const {report, visit, departure} = this;
        const content = departure ? {...report.content, left_at: departure} : report.content;
        return buildDocument({
            report: {uuid: report.uuid, content},
            visit,
            me: this.store.me,
            outcome,
            signer,
            reason,
            signedAt: this.env.app.clock.now(),
        });
    }

    /** What is read is what is signed: the content on the screen is remembered when the reader goes on. */
    show(step) {
        if (this.state.step === "read") {
            this.read = canonical(this.document().content);
        }
        Object.assign(this.state, {step, trouble: "", tried: false, drawn: false});
        this.ink = {strokes: [], png: ""};
        window.scrollTo(0, 0);
    }

    drawn(ink) {
        this.ink = ink;
        this.state.drawn = Boolean(ink.strokes.length);
    }

    because(reason) {
        this.state.reason = String(reason);
    }

    get lacksToSign() {
        if (!this.state.name.trim()) {
            return _t("Write the name of the person who signs.");
        }
        if (!this.state.quality) {
            return _t("Say who the person is: owner, tenant…");
        }
        return this.state.drawn ? "" : _t("Nothing is drawn on the signature sheet.");
    }

    get lacksReason() {
        return this.state.reason.trim() ? "" : _t("Write the reason: it is kept with the report.");
    }

    /** What is wrong, for as long as it is. */
    get trouble() {
        const lack = this.state.step === "sign" ? this.lacksToSign : this.lacksReason;
        return (this.state.tried && lack) || this.state.trouble;
    }

    sign() {
        const signer = {name: this.state.name.trim(), quality: this.state.quality};
        return this.close(this.lacksToSign, {outcome: "signed", signer}, this.ink);
    }

    signNobody() {
        const {outcome, name} = this.state;
        const reason = this.state.reason.trim();
        const signer = outcome === "refused" ? {name: name.trim(), quality: ""} : NOBODY;
        return this.close(this.lacksReason, {outcome, signer, reason}, {strokes: [], png: ""});
    }

    /** Seal and lock, once. */
    async close(lack, how, ink) {
        Object.assign(this.state, {tried: true, trouble: ""});
        if (lack || this.state.busy) {
            return;
        }
        const document = this.document(how);
        if (canonical(document.content) !== this.read) {
            this.show("read");
            this.state.trouble = _t("The report has changed since it was read: read it again.");
            return;
        }
        this.state.busy = true;
        try {
            const sealed = await sealDocument(document);
            const {signer} = JSON.parse(sealed.document);
            await this.store.sign(this.report.uuid, {...sealed, ...ink, outcome: how.outcome, signer});
        } catch (error) {
            this.state.trouble = sayTrouble(error);
            return;
        } finally {
            this.state.busy = false;
        }
        await this.leave();
    }

    /** The departure that was signed is also told to the office. */
    async leave() {
        const {id, state} = this.visit;
        try {
            if (this.departure && state && state !== "done") {
                await this.store.tell(id, "visit.finish");
            }
        } finally {
            // The report is signed, whatever becomes of the rest: nobody signs twice.
            this.env.app.router.go("report", this.props.params, {replace: true});
        }
    }
}

screens.add("signature", {
    component: SignatureScreen,
    path: "visit/:visit/report/:report/sign",
    icon: "pen",
    signing: true,
    title: () => _t("Signature"),
});
