import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * What a script adds to the booking pages, which work without it: the days scroll to the chosen one, the time that is
 * kept counts down, a form is sent once however often it is tapped.
 */
export class Booking extends Interaction {
    static selector = ".duret_rdv";
    dynamicContent = {
        ".duret_rdv_once": {"t-on-submit": this.onSubmit},
        ".duret_hold_left": {"t-att-class": () => ({"d-none": this.seconds <= 0})},
        ".duret_hold_left > strong": {"t-out": () => this.left},
        ".duret_hold_over": {"t-att-class": () => ({"d-none": !this.until || this.seconds > 0})},
    };

    setup() {
        const hold = this.el.querySelector(".duret_hold[data-held-until]");
        this.until = hold ? Date.parse(hold.dataset.heldUntil) : 0;
        this.count();
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
                this.count();
                this.updateContent();
            }, 1000);
            this.registerCleanup(() => clearInterval(timer));
        }
        // A page kept by the browser and shown again (« back ») must be usable.
        this.addListener(window, "pageshow", () => this.sent.clear());
    }

    /** Note how long the time is kept: seconds, and minutes and seconds as they are shown. */
    count() {
        this.seconds = this.until ? Math.max(0, Math.floor((this.until - Date.now()) / 1000)) : 0;
        this.left = `${Math.floor(this.seconds / 60)}:${String(this.seconds % 60).padStart(2, "0")}`;
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
