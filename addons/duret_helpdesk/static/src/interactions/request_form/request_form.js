import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {smallerPhoto} from "./smaller_photo";

// The server checks again; these limits only spare the client a useless wait (see request_desk/files.py).
const MAX_FILE = 10 * 1024 * 1024;
const MAX_TOTAL = 20 * 1024 * 1024;
const MAX_COUNT = 10;
const KINDS = ["image/jpeg", "image/png", "image/webp", "application/pdf"];

/**
 * A form of the client's request desk: the emergency number when there is danger, photos made smaller before they
 * are sent, one sending per click. Without this script the form works all the same.
 */
export class RequestForm extends Interaction {
    static selector = ".duret_request_form";
    dynamicContent = {
        "input[data-danger]": {"t-on-change": this.showDanger},
        ".duret_danger": {"t-att-class": () => ({"d-none": !this.danger})},
        "input[type='file']": {"t-on-change": this.onFiles},
        _root: {"t-on-submit": this.onSubmit},
        "button[type='submit']": {"t-att-disabled": () => this.busy || this.sending},
        ".duret_sending > span": {"t-att-class": () => ({"d-none": !this.sending})},
    };

    setup() {
        this.danger = Boolean(this.el.querySelector("input[data-danger='yes']:checked"));
        this.busy = false;
        this.sending = false;
        this.urls = [];
    }

    start() {
        document.getElementById("duret_faults")?.focus();
        // A page kept by the browser and shown again (« back ») must be usable.
        this.addListener(window, "pageshow", () => {
            this.sending = false;
        });
    }

    destroy() {
        this.urls.forEach((url) => URL.revokeObjectURL(url));
    }

    showDanger() {
        this.danger = Boolean(this.el.querySelector("input[data-danger='yes']:checked"));
    }

    /**
     * Replace the chosen photos by smaller copies and show what will be sent.
     *
     * @param {Event} ev change of a file field
     */
    async onFiles(ev) {
        const input = ev.currentTarget;
        this.busy = true;
        this.updateContent();
        const kept = new DataTransfer();
        const faults = [];
        for (const file of input.files) {
            const copy = await this.waitFor(smallerPhoto(file));
            const fault = this.faultOf(copy);
            if (fault) {
                faults.push(`${file.name}: ${fault}`);
            } else if (kept.items.length < MAX_COUNT) {
                kept.items.add(copy);
            } else {
                faults.push(_t("Please send at most 10 files."));
                break;
            }
        }
        const total = [...kept.files].reduce((sum, file) => sum + file.size, 0);
        if (total > MAX_TOTAL) {
            faults.push(_t("Your files are larger than 20 MB together. Please send fewer of them."));
        }
        input.files = kept.files;
        this.showFiles(input, faults);
        this.busy = false;
        this.updateContent();
    }

    faultOf(file) {
        if (!KINDS.includes(file.type)) {
            return _t("Only photos (JPEG, PNG, WebP) and PDF files can be sent.");
        }
        if (file.size > MAX_FILE) {
            return _t("This file is larger than 10 MB. Please send a smaller one or a photo of it.");
        }
        return "";
    }

    showFiles(input, faults) {
        const list = input.closest(".duret_files").querySelector(".duret_previews");
        list.replaceChildren();
        for (const file of input.files) {
            const item = document.createElement("li");
            if (file.type.startsWith("image/")) {
                const image = document.createElement("img");
                image.src = URL.createObjectURL(file);
                image.alt = file.name;
                this.urls.push(image.src);
                item.append(image);
            } else {
                item.textContent = file.name;
            }
            list.append(item);
        }
        for (const fault of faults) {
            const item = document.createElement("li");
            item.className = "duret_fault";
            item.textContent = fault;
            list.append(item);
        }
    }

    onSubmit(ev) {
        if (this.sending || this.busy) {
            ev.preventDefault();
            return;
        }
        this.sending = true;
    }
}

registry.category("public.interactions").add("duret_helpdesk.request_form", RequestForm);
