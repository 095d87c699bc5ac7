import {Component, onMounted, onPatched, useRef, useState} from "@odoo/owl";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {byDay, readKey} from "./slot_keys";
import {Dialog} from "@web/core/dialog/dialog";
import {KeepLast} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";

const REFUSALS = ["odoo.exceptions.UserError", "odoo.exceptions.ValidationError", "odoo.exceptions.AccessError"];
const FIELDS = ["INPUT", "SELECT", "TEXTAREA"];

/** « Rendez-vous »: the three best times at once; Enter takes the chosen one. */
export class AppointmentDialog extends Component {
    static template = "duret_planning.AppointmentDialog";
    static components = {Dialog};
    static props = {params: Object, onBooked: Function, close: Function};

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.list = useRef("list");
        this.city = useRef("city");
        this.keepLast = new KeepLast();
        this.key = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
        this.state = useState({
            isReady: false,
            isSearching: false,
            isBooking: false,
            isWide: false,
            asksAddress: false,
            byClient: true,
            selected: 0,
            slots: [],
            why: "",
            place: "found",
            placeText: "",
            taken: "",
            error: "",
            note: "",
            address: {street: "", zip: "", city: ""},
            asked: {},
        });
        this.given = {};
        this.wantsFocus = false;
        onMounted(() => this.start());
        onPatched(() => this.giveFocus());
    }

    // -- what is shown

    get title() {
        if (this.given.visit) {
            return _t("Another time for visit %s", this.given.visit.name);
        }
        return this.given.client ? _t("Appointment for %s", this.given.client.name) : _t("Appointment");
    }

    /** The client's own address, while no place of work is known. */
    get ownAddress() {
        const {street, zip, city} = this.given.address;
        return [street, zip, city].filter((part) => part).join(" ");
    }

    get days() {
        return byDay(this.state.slots);
    }

    get hasNoPlace() {
        return ["missing", "unknown", "outside"].includes(this.state.place);
    }

    get canBook() {
        return Boolean(this.state.slots.length && !this.state.isBooking && !this.state.isSearching);
    }

    // -- asking

    async start() {
        const given = await this.attempt(() => this.orm.call("duret.booking.desk", "start", [this.props.params]));
        if (!given) {
            this.state.isReady = true;
            return;
        }
        this.given = given;
        Object.assign(this.state.address, given.address);
        this.state.asked = given.query;
        this.show(given);
        this.state.isReady = true;
    }

    show({slots, why, place, place_text}) {
        Object.assign(this.state, {slots, why, place, placeText: place_text, selected: 0});
        if (place === "missing" || place === "unknown") {
            this.state.asksAddress = true;
        }
        this.wantsFocus = true;
    }

    /** The newest question wins, whatever the order of the answers. */
    async search() {
        Object.assign(this.state, {isSearching: true, error: ""});
        const asked = {...this.state.asked, more: this.state.isWide};
        const found = await this.attempt(() =>
            this.keepLast.add(this.orm.silent.call("duret.booking.desk", "slots", [asked]))
        );
        this.state.isSearching = false;
        if (found) {
            this.show(found);
        }
    }

    ask(changes) {
        this.state.asked = {...this.state.asked, ...changes};
        this.state.taken = "";
        return this.search();
    }

    onType(ev) {
        return this.ask({type_id: Number(ev.target.value), minutes: false});
    }

    onSite(ev) {
        const site = Number(ev.target.value);
        this.state.asksAddress = !site;
        if (site) {
            return this.ask({site_id: site, address: false});
        }
        Object.assign(this.state.address, {street: "", zip: "", city: ""});
        this.wantsFocus = true;
        return undefined;
    }

    onAddress() {
        const {street, zip, city} = this.state.address;
        if (!zip.trim() && !city.trim()) {
            this.state.error = _t("Which town? The way there decides which times are possible.");
            return undefined;
        }
        return this.ask({site_id: false, address: {street, zip, city}});
    }

    toggleWide() {
        this.state.isWide = !this.state.isWide;
        if (this.state.isWide) {
            return this.search();
        }
        return this.ask({person_id: false, day: false, part: false});
    }

    onPerson(ev) {
        return this.ask({person_id: Number(ev.target.value) || false});
    }

    onDay(ev) {
        return this.ask({day: ev.target.value || false});
    }

    onPart(part) {
        return this.ask({part: this.state.asked.part === part ? false : part});
    }

    // -- keys

    onKeydown(ev) {
        if (FIELDS.includes(ev.target.tagName)) {
            if (ev.key === "Enter" && ev.target.closest(".o_duret_address")) {
                ev.preventDefault();
                this.onAddress();
            }
            return;
        }
        if (ev.key === "Enter" && ev.target.tagName === "BUTTON" && !ev.target.closest(".o_duret_slots, footer")) {
            return;
        }
        const meant = readKey(ev, this.state.selected, this.state.slots.length);
        if (!meant) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (meant.book) {
            this.book();
        } else if (meant.others) {
            this.toggleWide();
        } else {
            this.select(meant.select);
        }
    }

    select(rank) {
        this.state.selected = rank;
        this.wantsFocus = true;
    }

    /** The chosen time has the focus, so that Enter and the arrows work at once; a missing address comes first. */
    giveFocus() {
        if (!this.wantsFocus) {
            return;
        }
        this.wantsFocus = false;
        const slot = this.list.el && this.list.el.querySelector(`[data-rank="${this.state.selected}"]`);
        if (this.state.asksAddress && !slot && this.city.el) {
            this.city.el.focus();
        } else if (slot) {
            slot.focus();
        }
    }

    // -- booking

    async book() {
        if (!this.canBook) {
            return;
        }
        const slot = this.state.slots[this.state.selected];
        Object.assign(this.state, {isBooking: true, error: "", taken: ""});
        const booked = await this.attempt(() => this.orm.call("duret.booking.desk", "book", [this.values(slot)]));
        this.state.isBooking = false;
        if (!booked) {
            return;
        }
        if (booked.taken) {
            await this.search();
            this.state.taken = booked.taken;
            return;
        }
        this.tell(booked);
        this.props.close();
        this.props.onBooked(booked);
    }

    values(slot) {
        return {
            asked: this.state.asked,
            start: slot.start,
            person_ids: slot.person_ids,
            key: this.key,
            opened: this.given.opened,
            ticket_id: this.given.ticket && this.given.ticket.id,
            call_id: this.given.call_id,
            contract_id: this.props.params.extra && this.props.params.extra.duret_contract_id,
            note: this.state.note,
            by_client: this.state.byClient,
        };
    }

    /**
     * Shows why the server refused; what was chosen stays, and can be sent again.
     *
     * @param {Function} call
     * @returns {Promise<any>} undefined when it was refused
     */
    async attempt(call) {
        try {
            return await call();
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.state.error = _t("The network is cut. Nothing is lost: press Enter again in a moment.");
            } else if (error instanceof RPCError && REFUSALS.includes(error.exceptionName)) {
                this.state.error = error.data.message;
            } else {
                Object.assign(this.state, {isBooking: false, isSearching: false, isReady: true});
                throw error;
            }
        }
        return undefined;
    }

    tell(booked) {
        const ways = booked.told.map((way) => (way === "mail" ? _t("e-mail") : _t("text message")));
        const said = ways.length
            ? _t("Confirmed by %s.", ways.join(" + "))
            : _t("Neither an address nor a mobile number: tell the client now.");
        this.notification.add(`${booked.when} · ${booked.names}. ${said}`, {
            title: _t("Appointment made"),
            type: ways.length ? "success" : "warning",
            className: "o_duret_booked",
            buttons: [
                {
                    name: _t("Open the visit"),
                    onClick: () => browser.open(`/odoo/fsm.order/${booked.visit_id}`, "_blank"),
                },
            ],
        });
    }
}
