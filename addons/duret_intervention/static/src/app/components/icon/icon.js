import {Component} from "@odoo/owl";

// Drawn on 24 × 24, lines of 2: readable at arm's length, coloured by the text around them.
const PATHS = {
    paper: "M6 3h9l4 4v14H6zM14 3v5h5",
    sync: "M4 11a8 8 0 0 1 14-4l2 2M20 4v5h-5M20 13a8 8 0 0 1-14 4l-2-2M4 20v-5h5",
    gear: "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.100 2.100M16.300 16.300l2.100 2.100M5.6 18.4l2.100-2.100M16.300 7.700l2.100-2.100",
    pin: "M12 21s-7-6.5-7-11a7 7 0 0 1 14 0c0 4.5-7 11-7 11zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    phone: "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
    offline:
        "M3 3l18 18M8.5 16.5a5 5 0 0 1 7 0M5 13a10 10 0 0 1 4-2.4M19 13a10 10 0 0 0-6-2.9M2 9.5A15 15 0 0 1 6 7M22 9.5A15 15 0 0 0 10 5.2M12 20v.01",
    home: "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    back: "M15 5l-7 7 7 7",
    bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
    box: "M3 8l9-5 9 5v8l-9 5-9-5zM3 8l9 5 9-5M12 13v8",
    bulb: "M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.5c.8.8 1 1.5 1 2.5h6c0-1 .2-1.7 1-2.5A6 6 0 0 0 12 3z",
    camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
    check: "M5 12.5l5 5L19 7",
    clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2",
    close: "M6 6l12 12M18 6L6 18",
    down: "M6 9l6 6 6-6",
    euro: "M17 6.5A6.5 6.5 0 1 0 17 17.5M4 10.5h9M4 13.5h9",
    flag: "M6 21V4M6 5h12l-3 4 3 4H6",
    gallery: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.5v.01",
    gauge: "M4 17a8 8 0 1 1 16 0M12 17l4-5",
    list: "M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01",
    lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    mic: "M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4zM6 11a6 6 0 0 0 12 0M12 17v4",
    minus: "M5 12h14",
    note: "M6 3h9l4 4v14H6zM9 10h6M9 14h6M9 18h3",
    pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    plug: "M9 3v5M15 3v5M7 8h10v4a5 5 0 0 1-10 0zM12 17v4",
    plus: "M12 5v14M5 12h14",
    reply: "M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6v1",
    search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
    send: "M4 12l16-8-5 16-3-6z",
    stop: "M7 7h10v10H7z",
    user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21a8 8 0 0 1 16 0",
    van: "M2 7h12v10H2zM14 10h4l4 4v3h-8M6.5 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17.5 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    warn: "M12 4l9 16H3zM12 10v4M12 17v.01",
};

/** A drawn sign beside words; never alone without an accessible name on its button. */
export class Icon extends Component {
    static template = "duret_intervention.app.Icon";
    static props = {name: {type: String, validate: (name) => name in PATHS}, class: {type: String, optional: true}};

    get path() {
        return PATHS[this.props.name];
    }
}
