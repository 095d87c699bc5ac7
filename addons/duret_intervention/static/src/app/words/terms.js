import {translatedTerms, translatedTermsGlobal, translationLoaded} from "@web/core/l10n/translation";

/**
 * Take the page's own words in, before anything is shown: the page is kept on the telephone, and so are they.
 *
 * @param {Record<string, string>} terms by source text
 */
export function loadTerms(terms) {
    translatedTerms.duret_intervention = terms;
    Object.assign(translatedTermsGlobal, terms);
    translatedTerms[translationLoaded] = true;
}
