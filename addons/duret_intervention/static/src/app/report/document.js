import {canonical, presentContent} from "@duret_intervention/app/db/canonical";
import {asUtc} from "@duret_intervention/app/report/times";
import {sha256Hex} from "@duret_intervention/app/capture/digest";

/**
 * The document that the client reads and signs.
 *
 * @param {Object} given
 * @param {Object} given.report with uuid and content
 * @param {Object} given.visit section of the phone
 * @param {Object} given.me section of the phone: name of the technician, consent text
 * @param {"signed"|"absent"|"refused"} given.outcome
 * @param {{name: string, quality: string}} given.signer empty texts when nobody signed
 * @param {string} given.reason why nobody signed; empty when somebody did
 * @param {Date} given.signedAt by the phone's clock
 * @returns {Object}
 */
export function buildDocument({report, visit, me, outcome, signer, reason, signedAt}) {
    return {
        format: 1,
        report: report.uuid,
        visit: {id: visit.id, name: visit.name},
        client: {name: visit.client?.name || "", address: visit.address || ""},
        technician: me.name,
        content: presentContent(report.content),
        outcome,
        signer,
        reason,
        consent: {version: me.consent.version, text: me.consent.text},
        signed_at: asUtc(signedAt),
    };
}

/** @returns {Promise<{document: string, sha256: string}>} canonical text of a document and its fingerprint */
export async function sealDocument(document) {
    const text = canonical(document);
    return {document: text, sha256: await sha256Hex(text)};
}
