import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {delay, longDay, mark, number, percent, points, tone} from "./figures_format";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {Comments} from "./comments";
import {Ranking} from "./ranking";
import {registry} from "@web/core/registry";
import {router} from "@web/core/browser/router";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Trend} from "./trend";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const MODEL = "duret.satisfaction.figures";
const MEMORY = "duret_satisfaction.figures";
const BOOK = "/duret_satisfaction/figures.xlsx";
const KEYS = ["period", "first", "last", "type_id", "zone", "person_id"];

/** Filters without what is not chosen, so that an address stays short. */
export function chosen(filters) {
    const kept = KEYS.filter(
        (key) => filters[key] && (filters.period === "custom" || !["first", "last"].includes(key))
    );
    return Object.fromEntries(kept.map((key) => [key, filters[key]]));
}

/** Filters of the address, else those of the last time in this tab. */
function recall() {
    const given = chosen(router.current);
    if (Object.keys(given).length) {
        return given;
    }
    try {
        return JSON.parse(browser.sessionStorage.getItem(MEMORY)) || {};
    } catch {
        return {};
    }
}

/** « Results »: what clients think of the visits of a period, how sure that is, and what they wrote. */
export class Dashboard extends Component {
    static template = "duret_satisfaction.Dashboard";
    static components = {Comments, Ranking, Trend};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        Object.assign(this, {delay, longDay, mark, number, percent, points, tone});
        this.state = useState({figures: null, filters: this.props.state?.filters || recall(), isBusy: false, round: 0});
        useSetupAction({getLocalState: () => ({filters: this.state.filters})});
        onWillStart(() => this.load());
        onMounted(() => this.remember());
    }

    // -- data --------------------------------------------------------------------------------------------------------

    async load() {
        this.state.isBusy = true;
        const asked = (this.asked = {...this.state.filters});
        try {
            const figures = await this.ask(asked);
            // an answer that comes after a newer question is not shown
            if (this.asked === asked) {
                this.state.figures = figures;
                this.state.filters = figures.filters;
                this.state.round += 1;
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    /** Filters that an address or a former day brought may be wrong: the page then opens with its own. */
    async ask(filters) {
        try {
            return await this.orm.call(MODEL, "duret_figures", [filters]);
        } catch (error) {
            if (this.state.figures) {
                throw error;
            }
            return this.orm.call(MODEL, "duret_figures", [{}]);
        }
    }

    remember() {
        const kept = chosen(this.state.filters);
        browser.sessionStorage.setItem(MEMORY, JSON.stringify(kept));
        const empty = Object.fromEntries(KEYS.map((key) => [key, undefined]));
        router.pushState({...empty, ...kept}, {replace: false});
    }

    async choose(changes) {
        Object.assign(this.state.filters, changes);
        await this.load();
        this.remember();
    }

    /** A record chosen in a list; 0 is all. */
    chooseId(name, value) {
        return this.choose({[name]: Number(value)});
    }

    choosePeriod(period) {
        const {first, last} = this.state.figures.filters;
        return this.choose(period === "custom" ? {period, first, last} : {period});
    }

    /** A day of the period that is typed: asked for once both make sense. */
    chooseDay(name, value) {
        const filters = {...this.state.filters, [name]: value};
        if (value && filters.first <= filters.last) {
            return this.choose({[name]: value});
        }
        this.state.filters[name] = value;
    }

    loadComments(what, offset) {
        return this.orm.call(MODEL, "duret_comments", [this.state.filters, what, offset]);
    }

    // -- what is shown -----------------------------------------------------------------------------------------------

    get periods() {
        return [
            ["month", _t("This month")],
            ["last_month", _t("Last month")],
            ["quarter", _t("Three months")],
            ["year", _t("Twelve months")],
            ["all", _t("Since the beginning")],
            ["custom", _t("Other days…")],
        ];
    }

    get total() {
        return this.state.figures.total;
    }

    /** Sentences around the figures. */
    get words() {
        const {filters, targets, delay: hours, recovery, total} = this.state.figures;
        return {
            period: _t("Visits from %(first)s to %(last)s", {
                first: longDay(filters.first),
                last: longDay(filters.last),
            }),
            answered: _t("%(answered)s answers to %(sent)s requests", {
                answered: number(total.sent_answered),
                sent: number(total.sent),
            }),
            waiting: _t("%s may still answer", number(total.waiting)),
            delay: _t("%(median)s after the visit; half of them between %(low)s and %(high)s", {
                median: delay(hours.median),
                low: delay(hours.low),
                high: delay(hours.high),
            }),
            target: _t("target: %s", mark(targets.mark)),
            answers: _t("out of %s answers", number(total.answers)),
            asked: _t("%(share)s of those asked again: %(yes)s yes, %(no)s no", {
                share: percent(recovery.of_asked),
                yes: number(recovery.recovered),
                no: number(recovery.lost),
            }),
            all: _t("%s of all who were unhappy", percent(recovery.of_all)),
        };
    }

    topicCount(topic) {
        return topic.mean === null
            ? _t("too few answers to conclude (%s)", topic.count)
            : _t("%s answers", number(topic.count));
    }

    get isEmpty() {
        return !this.total.sent && !this.total.answers;
    }

    /** Place on the line from -100 to +100, in per cent. */
    place(value) {
        return (value + 100) / 2;
    }

    share(count) {
        return this.total.marks ? (100 * count) / this.total.marks : 0;
    }

    /** Tone of a mean mark: only when there is one. */
    markTone(mean) {
        if (mean === null) {
            return "plain";
        }
        return mean >= this.state.figures.targets.mark ? "success" : "warning";
    }

    get rateTone() {
        const {rate} = this.total;
        if (rate === null) {
            return "plain";
        }
        return rate >= this.state.figures.targets.rate ? "success" : "warning";
    }

    // -- what is opened ----------------------------------------------------------------------------------------------

    async open(what) {
        if (what.id) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "duret.satisfaction.request",
                res_id: what.id,
                views: [[false, "form"]],
            });
        }
        return this.action.doAction(await this.orm.call(MODEL, "duret_open", [this.state.filters, what]));
    }

    export() {
        const query = new URLSearchParams(chosen(this.state.filters));
        return this.action.doAction({type: "ir.actions.act_url", url: `${BOOK}?${query}`, target: "self"});
    }
}

registry.category("actions").add("duret_satisfaction.dashboard", Dashboard);
