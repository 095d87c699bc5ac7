import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {useExchange} from "../desk/desk_hook";
import {moment} from "../desk/words";

const {DateTime} = luxon;
const MODEL = "duret.sage.backend";
// While something runs its figures change; otherwise nobody asks.
export const PACE = 30 * 1000;
// The first figures of a run that was just asked for.
const SOON = 3 * 1000;
const LATE_MINUTES = 60;
const LISTS = {
    dead: ["duret_sage_operation_action_dead", {}],
    out: ["duret_sage_operation_action", {search_default_open: 1}],
    sent: ["duret_sage_operation_action", {search_default_sent: 1}],
    new: ["duret_sage_inbox_action", {search_default_new: 1}],
    waiting: ["duret_sage_inbox_action", {search_default_waiting: 1}],
    refused: ["duret_sage_inbox_action", {search_default_rejected: 1}],
    rejections: ["duret_sage_rejection_action", {search_default_waiting: 1}],
    decided: ["duret_sage_conflict_action", {search_default_decided: 1}],
    chantiers: ["duret_sage_chantier_action", {search_default_pending: 1}],
    chantiersRefused: ["duret_sage_chantier_action", {search_default_refused: 1}],
    papers: ["duret_sage_attachment_action", {search_default_waiting: 1}],
    papersRefused: ["duret_sage_attachment_action", {search_default_refused: 1}],
    gaps: ["duret_sage_gap_action", {search_default_open: 1}],
    runs: ["duret_sage_run_action", {}],
    proofs: ["duret_sage_proof_action", {}],
};

/** « SAGE »: whether both sides are equal, what waits, and the buttons that start an exchange. */
export class SageCockpit extends Component {
    static template = "duret_sage_sync.Cockpit";
    static props = {...standardActionServiceProps};

    setup() {
        this.exchange = useExchange();
        this.clicks = this.exchange.clicks;
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({data: null, readAt: null});
        onWillStart(() => this.load());
        onMounted(() => {
            this.plan();
            browser.addEventListener("visibilitychange", this.catchUp);
        });
        onWillUnmount(() => {
            this.isGone = true;
            browser.clearTimeout(this.timer);
            browser.removeEventListener("visibilitychange", this.catchUp);
        });
    }

    get backends() {
        return this.state.data.backends;
    }

    get may() {
        return this.state.data.may;
    }

    get isBusy() {
        return this.backends.some((backend) => backend.under_way.length);
    }

    catchUp = () => {
        if (document.visibilityState === "visible") {
            this.load().then(() => this.plan());
        }
    };

    async load() {
        this.state.data = await this.exchange.orm.call("duret.sage.cockpit", "duret_read", []);
        this.state.readAt = DateTime.now();
    }

    /** Ask again while something is under way, and only while somebody looks. */
    plan(delay = PACE) {
        browser.clearTimeout(this.timer);
        if (this.isGone || !(this.isBusy || delay === SOON)) {
            return;
        }
        this.timer = browser.setTimeout(async () => {
            if (document.visibilityState === "visible") {
                await this.load();
                this.plan();
            }
        }, delay);
    }

    refresh() {
        return this.clicks.run(async () => {
            await this.load();
            this.plan();
        });
    }

    start(backend, method) {
        return this.clicks.run(async () => {
            await this.exchange.orm.call(MODEL, method, [[backend.id]]);
            this.notification.add(_t("The exchange is queued; the figures follow by themselves."), {type: "info"});
            await this.load();
            this.plan(SOON);
        });
    }

    // --- words
    moment(text) {
        return moment(text);
    }

    ago(text) {
        return deserializeDateTime(text).toRelative({base: DateTime.now()});
    }

    verdict(backend) {
        const {state, gaps} = backend.verdict;
        const words = {
            equal: _t("0 difference"),
            stale: _t("0 difference at the last proof"),
            never: _t("Never proved"),
        };
        return words[state] || (gaps === 1 ? _t("1 difference") : _t("%s differences", gaps));
    }

    lag(minutes) {
        if (minutes < 1) {
            return _t("less than a minute ago");
        }
        return DateTime.now().minus({minutes}).toRelative();
    }

    isLate(backend) {
        return backend.automatic && (backend.lag_minutes === false || backend.lag_minutes > LATE_MINUTES);
    }

    kind(run) {
        const words = {
            sync: run.rehearsal ? _t("Rehearsal") : _t("Exchange"),
            forced: _t("Exchange without brakes"),
            rehearsal: _t("Rehearsal"),
            scan: _t("Comparison of keys"),
            proof: _t("Proof of equality"),
        };
        return words[run.kind];
    }

    duration(seconds) {
        if (seconds < 90) {
            return _t("%s s", seconds);
        }
        return _t("%s min", Math.round(seconds / 60));
    }

    /** What waits for a person, the most pressing first; a figure of zero is shown too, quietly. */
    tasks(backend) {
        return [
            {code: "conflicts", icon: "fa-code-fork", label: _t("Conflicts to decide"), number: backend.conflicts},
            {code: "matches", icon: "fa-users", label: _t("Same client? To answer"), number: backend.matches},
            {code: "dead", icon: "fa-ban", label: _t("Sendings given up"), number: backend.out.dead},
            {code: "rejections", icon: "fa-file-excel-o", label: _t("Lines refused"), number: backend.rejections},
            {code: "refused", icon: "fa-inbox", label: _t("Records refused"), number: backend.in.rejected},
        ];
    }

    /** What is on its way by itself. */
    queues(backend) {
        const {out, chantiers, papers} = backend;
        return [
            {code: "new", label: _t("From SAGE, to take in"), number: backend.in.new},
            {code: "waiting", label: _t("From SAGE, waits for its client"), number: backend.in.waiting},
            {code: "out", label: _t("To SAGE, to send"), number: out.pending + out.sending},
            {code: "sent", label: _t("To SAGE, dropped without answer"), number: out.sent},
            {code: "decided", label: _t("Decisions to carry out"), number: backend.decided},
            {code: "chantiers", label: _t("Sites to hand to MDE"), number: chantiers.pending},
            {code: "chantiersRefused", label: _t("Sites refused by MDE"), number: chantiers.refused, bad: true},
            {code: "papers", label: _t("Papers whose document is not known yet"), number: papers.waiting},
            {code: "papersRefused", label: _t("Papers refused"), number: papers.refused, bad: true},
        ].filter((queue) => !/^(chantiers|papers)/.test(queue.code) || queue.number);
    }

    // --- what a click opens
    open(backend, code) {
        if (code === "conflicts") {
            return this.screen("duret_sage_conflict_screen_action", backend);
        }
        if (code === "matches") {
            return this.screen("duret_sage_match_screen_action", backend);
        }
        const [action, context] = LISTS[code];
        return this.list(action, context, backend);
    }

    screen(name, backend) {
        const params = this.backends.length > 1 ? {backend_id: backend.id} : {};
        return this.exchange.action.doAction(`duret_sage_sync.${name}`, {additionalContext: params});
    }

    list(name, context, backend) {
        const own = this.backends.length > 1 ? {search_default_backend_id: backend.id} : {};
        return this.exchange.action.doAction(`duret_sage_sync.${name}`, {additionalContext: {...context, ...own}});
    }

    record(model, id) {
        return this.exchange.openRecord(model, id);
    }

    seeTo(alert) {
        return this.clicks.run(async () => {
            const action = await this.exchange.orm.call("duret.sage.alert", "action_see_to", [[alert.id]]);
            await this.exchange.action.doAction(action);
        });
    }

    /** A brake has stopped the last exchange: a manager who has looked lets it pass. */
    mayForce(backend) {
        return this.may.force && Boolean(backend.last?.by_brake);
    }

    force(backend) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Pass the brakes?"),
            body: _t(
                "Nothing will stop this exchange, however many records change. Have you looked at the report of the exchange that was stopped? Your name is kept in the journal."
            ),
            confirmLabel: _t("Pass the brakes"),
            confirm: () => this.start(backend, "action_sync_forced"),
            cancel: () => undefined, // without it there is no such button
        });
    }

    setUp() {
        return this.exchange.action.doAction("duret_sage_sync.duret_sage_backend_action");
    }
}

registry.category("actions").add("duret_sage_sync.cockpit", SageCockpit);
