/** The server as the application sees it: an answer, or one of these reasons why there is none. */

/** No network, or the server cannot be reached: try again later. `slow`: it took too long, less at once may pass. */
export class Unreachable extends Error {
    constructor(message, slow = false) {
        super(message);
        this.slow = slow;
    }
}
/** The session is over: the technician has to log in; nothing is lost. */
export class SessionExpired extends Error {}
/** Somebody else is logged in on this telephone. */
export class OtherUser extends Error {}
/** The server answered that it cannot: `status` is the HTTP status, 200 for an error inside a JSON answer. */
export class ServerError extends Error {
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}

const EXPIRED = "odoo.http.SessionExpiredException";
const PATIENCE = 45_000;

async function send(url, options, user) {
    const headers = {...options.headers, ...(user ? {"X-Duret-User": String(user)} : {})};
    const signal = AbortSignal.timeout(PATIENCE);
    let response = null;
    try {
        response = await fetch(url, {...options, headers, signal, redirect: "manual", credentials: "same-origin"});
    } catch (error) {
        throw new Unreachable(error.message, error.name === "TimeoutError");
    }
    // Routes for logged-in people send everybody else to the login page.
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        throw new SessionExpired();
    }
    return response;
}

async function read(response) {
    let answer = null;
    try {
        answer = await response.json();
    } catch (error) {
        // Cut in the middle of the answer, or a page of a captive portal.
        throw response.ok ? new Unreachable(error.message) : new ServerError(response.statusText, response.status);
    }
    if (answer.other_user) {
        throw new OtherUser();
    }
    return answer;
}

/**
 * Call a JSON route.
 *
 * @param {string} route
 * @param {object} params
 * @param {number|null} user id of the person on whose behalf: the server refuses when another one is logged in
 * @returns {Promise<object>} its result
 */
export async function call(route, params, user = null) {
    const body = JSON.stringify({jsonrpc: "2.0", method: "call", id: 1, params});
    const options = {method: "POST", headers: {"Content-Type": "application/json"}, body};
    const response = await send(route, options, user);
    const {result, error} = await read(response);
    if (error?.data?.name === EXPIRED) {
        throw new SessionExpired();
    }
    if (error || !response.ok) {
        throw new ServerError(error?.data?.message || response.statusText, response.status);
    }
    if (result?.other_user) {
        throw new OtherUser();
    }
    return result;
}

/**
 * Send bytes.
 *
 * @param {string} route
 * @param {Blob} body
 * @param {number} user
 * @returns {Promise<object>} its JSON answer
 */
export async function upload(route, body, user) {
    const options = {method: "POST", headers: {"Content-Type": "application/x-duret-chunks"}, body};
    const response = await send(route, options, user);
    const answer = await read(response);
    if (!response.ok) {
        throw new ServerError(answer.message || response.statusText, response.status);
    }
    return answer;
}
