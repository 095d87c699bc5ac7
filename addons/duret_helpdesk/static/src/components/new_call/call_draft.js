/** What is typed in « Nouvel appel », and what is sent of it. */

const EMPTY_CONTACT = {
    name: "",
    phone: "",
    email: "",
    street: "",
    zip: "",
    city: "",
    is_company: false,
};

/**
 * A form with nothing in it. Its key makes one call of it, however often it is sent.
 *
 * @returns {Object}
 */
export function emptyDraft() {
    return {
        key: crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`,
        openedAt: Date.now(),
        caller: null, // "client", "new" or "masked"
        card: null,
        ticket: null,
        number: "",
        addNumber: true,
        contact: {...EMPTY_CONTACT},
        confirmed: false,
        subject: "",
        type: "",
        isTypeProposed: false,
        callback: "",
        details: "",
        way: "answered", // "answered", "missed" or "made"
    };
}

// Digits with what people put between them, and the words that announce a number.
const NUMBER = /\(?\+?\d[\d\s.()/+_-]*/g;
const ANNOUNCED = /(^|\s)(t[ée]l(\.|[ée]phone)?|portable|mobile|num[ée]ro|n°)\s*:?(?=\s|$)/gi;

/**
 * What a search that found nobody says of a new contact: digits are a number, the words around them a name.
 *
 * @param {string} text as typed in the box
 * @param {string} number the complete number in it, as the server writes it, or ""
 * @returns {{name: string, phone: string}}
 */
export function contactFrom(text, number) {
    const typed = text.trim();
    if (!/\p{L}/u.test(typed)) {
        return {name: "", phone: number || typed};
    }
    const name = number ? typed.replace(NUMBER, " ").replace(ANNOUNCED, " ").replace(/\s+/g, " ").trim() : typed;
    return {name: /\p{L}/u.test(name) ? name : "", phone: number};
}

/**
 * Whether closing the form would lose something that a person typed or chose.
 *
 * @param {Object} draft
 * @returns {boolean}
 */
export function isStarted(draft) {
    return Boolean(draft.caller || draft.number || draft.subject || draft.details || draft.callback);
}

/**
 * Whether the number of the call is not yet on the chosen client's card.
 *
 * @param {Object} draft
 * @returns {boolean}
 */
export function isNewNumber(draft) {
    const digits = (text) => text.replace(/\D/g, "");
    return Boolean(
        draft.caller === "client" &&
            draft.card &&
            draft.number &&
            !draft.card.phones.some((phone) => digits(phone.number) === digits(draft.number))
    );
}

/**
 * What the server gets.
 *
 * @param {Object} draft
 * @param {"ticket"|"answered_now"|"note"} mode
 * @returns {Object}
 */
export function toServer(draft, mode) {
    return {
        key: draft.key,
        mode,
        direction: draft.way === "made" ? "out" : "in",
        answered: draft.way !== "missed",
        subject: draft.subject,
        type: draft.type,
        callback: draft.callback,
        details: draft.details,
        number: draft.number,
        add_number: isNewNumber(draft) && draft.addNumber,
        partner_id: (draft.caller === "client" && draft.card && draft.card.id) || false,
        ticket_id: (draft.ticket && draft.ticket.id) || false,
        contact: draft.caller === "new" ? {...draft.contact} : false,
        confirmed: draft.confirmed,
        seconds: Math.round((Date.now() - draft.openedAt) / 1000),
    };
}
