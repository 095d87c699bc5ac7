import {CallerBox} from "@duret_helpdesk/components/new_call/caller_box";

/** The box of « Nouvel appel », for clients and visits that exist: nobody new gives an opinion. */
export class OpinionClientBox extends CallerBox {
    async ask() {
        const text = this.state.text;
        if (!this.isLongEnough) {
            return;
        }
        this.state.isLoading = true;
        try {
            const found = await this.keepLast.add(this.orm.silent.call("duret.opinion.desk", "lookup", [text]));
            this.show(text, found);
        } finally {
            this.state.isLoading = false;
        }
    }

    /** Override: nothing but what was found; the first line is chosen, Enter takes it. */
    show(text, found) {
        this.state.options = found.map((result) => ({...result, kind: result.model}));
        this.state.active = 0;
        this.state.shown = text;
        if (this.isEnterWaiting) {
            this.isEnterWaiting = false;
            if (found.length === 1) {
                this.choose(0);
            }
        }
    }

    icon(option) {
        return option.kind === "fsm.order" ? "fa-calendar-check-o" : super.icon(option);
    }
}
