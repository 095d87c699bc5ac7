import {_t} from "@web/core/l10n/translation";

/**
 * What a visit of the day says: a sign for its pin, words, and how loud they are.
 *
 * @param {{state: string, report: string}} visit `report` is "", "draft" or the outcome of the report
 * @returns {{sign: string, words: string, tone: "quiet" | "going" | "good" | "missing"}} no sign: its number of the day
 */
export function visitWords({state, report}) {
    if (state === "done") {
        return report && report !== "draft"
            ? {sign: "✓", words: closed(report), tone: "good"}
            : {sign: "!", words: report ? _t("Done, report not closed") : _t("Done, no report yet"), tone: "missing"};
    }
    if (state === "on_site") {
        return {sign: "●", words: _t("On site"), tone: "going"};
    }
    if (state === "en_route") {
        return {sign: "→", words: _t("On the way"), tone: "going"};
    }
    return {sign: "", words: _t("Planned"), tone: "quiet"};
}

function closed(outcome) {
    const words = {signed: _t("Report signed"), absent: _t("Client absent"), refused: _t("Client did not sign")};
    return words[outcome] || _t("Report closed");
}
