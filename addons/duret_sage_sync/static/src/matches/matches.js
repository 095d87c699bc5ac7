import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDecisions, useExchange} from "../desk/desk_hook";
import {stamp} from "../desk/words";
import {Pieces} from "../pieces/pieces";

const MODEL = "duret.sage.match";
const SCREEN = "duret.sage.match.screen";

/**
 * « Matches »: a record of SAGE on the left, those of ours that may be the same on the right.
 *
 * M: the same; D: different ones; right arrow: later; figures choose among several; Z takes the last answer back.
 */
export class SageMatches extends Component {
    static template = "duret_sage_sync.Matches";
    static components = {Pieces};
    static props = {...standardActionServiceProps};

    setup() {
        this.exchange = useExchange();
        this.clicks = this.exchange.clicks;
        this.decisions = useDecisions(this.exchange, {
            model: MODEL,
            mayDecide: () => this.state.mayDecide,
            shown: (ids) => this.next(ids[0]),
        });
        this.root = useRef("root");
        this.state = useState({question: false, count: 0, mayDecide: false, chosen: 0});
        this.skipped = [];
        onWillStart(() => this.next(this.props.action.context.match_id));
        const may = {isAvailable: () => this.state.mayDecide && Boolean(this.state.question)};
        useHotkey("m", () => this.same(), may);
        useHotkey("d", () => this.distinct(), may);
        useHotkey("arrowright", () => this.later(), {isAvailable: () => Boolean(this.state.question)});
        for (let figure = 1; figure <= 5; figure++) {
            useHotkey(String(figure), () => this.choose(figure - 1));
        }
    }

    get question() {
        return this.state.question;
    }

    get candidate() {
        return this.question.candidates[this.state.chosen];
    }

    get words() {
        const words = {
            client: {same: _t("The same client"), distinct: _t("Two different clients")},
            contact: {same: _t("The same person"), distinct: _t("Two different people")},
            document: {same: _t("The same document"), distinct: _t("Two different documents")},
        };
        return words[this.question.entity];
    }

    get stamp() {
        return stamp(this.question.theirs.stamp);
    }

    /** SAGE's record is already ours under another sheet: both are ours, and can be merged here. */
    get mayMerge() {
        const {theirs} = this.question;
        return (
            !this.question.held &&
            theirs.model === "res.partner" &&
            this.candidate.model === "res.partner" &&
            theirs.mine !== this.candidate.res_id
        );
    }

    async next(matchId = null) {
        const answer = await this.exchange.orm.call(SCREEN, "duret_next", [], {
            skipped: this.skipped,
            match_id: matchId,
            backend_id: this.props.action.context.backend_id || null,
        });
        Object.assign(this.state, {
            question: answer.question,
            count: answer.count,
            mayDecide: answer.may_decide,
            chosen: 0,
        });
        this.root.el?.scrollTo(0, 0);
    }

    choose(place) {
        if (this.question && place < this.question.candidates.length) {
            this.state.chosen = place;
        }
    }

    same() {
        return this.answer("action_same", [this.candidate.match_id]);
    }

    distinct() {
        return this.answer(
            "action_distinct",
            this.question.candidates.map((candidate) => candidate.match_id)
        );
    }

    /** Every proposal of the question is answered: « the same » for one says « another » for the rest. */
    answer(method, ids) {
        return this.clicks.run(async () => {
            const all = this.question.candidates.map((candidate) => candidate.match_id);
            await this.exchange.orm.call(MODEL, method, [ids]);
            this.decisions.keep(all, 1);
            await this.next();
        });
    }

    later() {
        return this.clicks.run(async () => {
            this.skipped = [...this.skipped.filter((id) => id !== this.question.id), this.question.id];
            await this.next();
        });
    }

    // --- elsewhere
    open(model, id) {
        return this.exchange.openRecord(model, id);
    }

    merge() {
        const ids = [this.question.theirs.mine, this.candidate.res_id];
        return this.exchange.action.doAction("base.action_partner_merge", {
            additionalContext: {active_model: "res.partner", active_ids: ids},
            onClose: () => this.next(this.candidate?.match_id),
        });
    }

    openList() {
        return this.exchange.action.doAction("duret_sage_sync.duret_sage_match_action");
    }
}

registry.category("actions").add("duret_sage_sync.matches", SageMatches);
