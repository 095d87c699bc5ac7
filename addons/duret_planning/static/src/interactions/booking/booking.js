import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * What a script adds to the booking pages, which work without it: the days scroll to the chosen one, the time that is
 * kept counts down, a form is sent once however often it is tapped.
 */
export class Booking extends Interaction {
    static selector = ".duret_rdv";
    dynamicContent = {
        ".duret_rdv_once": {"t-on-submit": this.onSubmit},
        ".duret_hold[data-held-until]": {"t-out": () => this.left},
    };

    setup() {
        const hold = this.el.querySelector(".duret_hold[data-held-until]");
        this.until = hold ? Date.parse(hold.dataset.heldUntil) : 0;
        this.left = hold ? this.remaining() : "";
        this.sent = new Set();
    }

    start() {
        const day = this.el.querySelector(".duret_day_shown");
        if (day) {
            const strip = day.parentElement;
            strip.scrollLeft = day.offsetLeft - (strip.clientWidth - day.offsetWidth) / 2;
        }
        if (this.until) {
            const timer = setInterval(() => {
                this.left = this.remaining();
                this.updateContent();
            }, 1000);
            this.registerCleanup(() => clearInterval(timer));
        }
        // A page kept by the browser and shown again (« back ») must be usable.
        this.addListener(window, "pageshow", () => this.sent.clear());
    }

    /**
     * @returns {String} how long the time is kept, in words
     */
    remaining() {
        const seconds = Math.floor((this.until - Date.now()) / 1000);
        if (seconds <= 0) {
            return _t("This time is no longer kept: it is yours if nobody was faster.");
        }
        const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        return _t("Kept for you for %s more.", clock);
    }

    onSubmit(ev) {
        if (this.sent.has(ev.currentTarget)) {
            ev.preventDefault();
            return;
        }
        this.sent.add(ev.currentTarget);
    }
}

registry.category("public.interactions").add("duret_planning.booking", Booking);
