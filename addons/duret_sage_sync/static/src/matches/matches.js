import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useOneAtATime} from "@duret_base/hooks/one_at_a_time/one_at_a_time";
import {Pieces} from "../pieces/pieces";

const {DateTime} = luxon;
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
        this.orm = useService("orm");
        this.action = useService("action");
        this.clicks = useOneAtATime();
        this.root = useRef("root");
        this.state = useState({question: false, count: 0, mayDecide: false, chosen: 0, done: 0, undoable: 0});
        this.skipped = [];
        this.past = [];
        onWillStart(() => this.next(this.props.action.context.match_id));
        const may = {isAvailable: () => this.state.mayDecide && Boolean(this.state.question)};
        useHotkey("m", () => this.same(), may);
        useHotkey("d", () => this.distinct(), may);
        useHotkey("arrowright", () => this.later(), {isAvailable: () => Boolean(this.state.question)});
        useHotkey("z", () => this.undo(), {isAvailable: () => this.state.mayDecide && this.past.length > 0});
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
        const moment = DateTime.fromISO(this.question.theirs.stamp);
        return moment.isValid ? moment.toLocaleString(DateTime.DATETIME_SHORT) : this.question.theirs.stamp;
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
        const answer = await this.orm.call(SCREEN, "duret_next", [], {
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
            await this.orm.call(MODEL, method, [ids]);
            this.past.push(all);
            this.state.undoable = this.past.length;
            this.state.done += 1;
            await this.next();
        });
    }

    later() {
        return this.clicks.run(async () => {
            this.skipped = [...this.skipped.filter((id) => id !== this.question.id), this.question.id];
            await this.next();
        });
    }

    undo() {
        return this.clicks.run(async () => {
            const ids = this.past.at(-1);
            await this.orm.call(MODEL, "action_undo", [ids]);
            this.past.pop();
            this.state.undoable = this.past.length;
            this.state.done -= 1;
            await this.next(ids[0]);
        });
    }

    // --- elsewhere
    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    merge() {
        const ids = [this.question.theirs.mine, this.candidate.res_id];
        return this.action.doAction("base.action_partner_merge", {
            additionalContext: {active_model: "res.partner", active_ids: ids},
            onClose: () => this.next(this.candidate?.match_id),
        });
    }

    openList() {
        return this.action.doAction("duret_sage_sync.duret_sage_match_action");
    }
}

registry.category("actions").add("duret_sage_sync.matches", SageMatches);
