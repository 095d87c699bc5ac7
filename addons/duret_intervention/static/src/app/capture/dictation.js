/** Dictation by the phone's own speech recognition, where it exists; what is heard is added to what is written. */

const NEW_LINE = /\s*(?:point\s+)?(?:à la ligne|nouvelle ligne|new line)\s*/gi;

/**
 * @param {string} before text already there
 * @param {string} spoken what was heard
 * @returns {string} both, with a space or a capital letter where one is due
 */
export function joinSpoken(before, spoken) {
    const heard = spoken.replace(NEW_LINE, "\n").replace(/^[ \t]+|[ \t]+$/g, "");
    if (!heard) {
        return before;
    }
    const starts = !before || /[.!?\n]\s*$/.test(before);
    const said = heard.replace(/(^|\n)(\p{Ll})/gu, (all, edge, letter) =>
        edge || starts ? edge + letter.toUpperCase() : all
    );
    const glue = !before || /\s$/.test(before) || /^[\n.,;:!?]/.test(said) ? "" : " ";
    return before + glue + said;
}

/** Speech recognition of this browser, or undefined. */
export function speechEngine(root = window) {
    return root.SpeechRecognition || root.webkitSpeechRecognition;
}

/** One dictation: calls `onHeard(text)` for each finished phrase, `onEnd(code)` once, with "" or the engine's error. */
export class Dictation {
    constructor({onHeard, onEnd, Engine = speechEngine(), language = document.documentElement.lang || "fr-FR"}) {
        this.onHeard = onHeard;
        this.onEnd = onEnd;
        this.problem = "";
        this.engine = new Engine();
        Object.assign(this.engine, {lang: language, continuous: true, interimResults: false});
        this.engine.onresult = (event) => this.hear(event);
        this.engine.onerror = (event) => {
            this.problem = event.error;
        };
        this.engine.onend = () => this.onEnd(this.problem);
    }

    hear(event) {
        for (let rank = event.resultIndex; rank < event.results.length; rank++) {
            if (event.results[rank].isFinal) {
                this.onHeard(event.results[rank][0].transcript);
            }
        }
    }

    start() {
        this.engine.start();
    }

    stop() {
        this.engine.stop();
    }
}
