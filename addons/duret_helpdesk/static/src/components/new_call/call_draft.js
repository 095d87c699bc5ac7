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
