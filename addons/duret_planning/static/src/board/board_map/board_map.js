/* global L */
import {Component, onMounted, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {LAKES, TOWNS} from "./map_ground";
import {clock} from "../board_time";
import {hasPlace} from "../board_rules";

// Annecy and its lake: what is shown as long as nothing else is.
const HOME = [45.88, 6.16];
const HOME_ZOOM = 11;
const CLOSE_ZOOM = 13;

/** Visits of one day on a map: pins in the technicians' colours, numbered in the order of the day, and the way between. */
export class BoardMap extends Component {
    static template = "duret_planning.BoardMap";
    static props = {
        ways: Array,
        waiting: Array,
        tiles: Object,
        selected: Number,
        pick: Function,
        /** What makes the map look for its best view again: another day, other filters. */
        view: String,
        size: String,
    };

    setup() {
        this.ground = useRef("ground");
        onMounted(() => this.begin());
        onWillUnmount(() => {
            this.observer?.disconnect();
            this.map?.remove();
        });
        useEffect(
            () => this.draw(),
            () => [this.props.ways, this.props.waiting, this.props.selected]
        );
        useEffect(
            () => this.fit(),
            () => [this.props.view]
        );
    }

    begin() {
        const map = L.map(this.ground.el, {zoomSnap: 0.5, attributionControl: Boolean(this.props.tiles.url)});
        this.map = map.setView(HOME, HOME_ZOOM);
        this.ways = L.layerGroup().addTo(map);
        if (this.props.tiles.url) {
            this.useTiles();
        } else {
            this.useGround();
        }
        this.observer = new ResizeObserver(() => map.invalidateSize({animate: false}));
        this.observer.observe(this.ground.el);
    }

    /** The server of the settings; without an answer the plain ground is better than a grey page. */
    useTiles() {
        const {url, copyright} = this.props.tiles;
        const tiles = L.tileLayer(url, {attribution: copyright, maxZoom: 19}).addTo(this.map);
        tiles.once("tileerror", () => {
            tiles.remove();
            this.useGround();
        });
    }

    useGround() {
        const options = {interactive: false, className: "o_duret_lake"};
        for (const shore of LAKES) {
            L.polygon(shore, options).addTo(this.map);
        }
        const names = L.layerGroup().addTo(this.map);
        const show = () => {
            names.clearLayers();
            const zoom = this.map.getZoom();
            for (const [name, latitude, longitude, from] of TOWNS) {
                if (zoom >= from) {
                    const icon = L.divIcon({className: "o_duret_town", html: written(name), iconSize: null});
                    L.marker([latitude, longitude], {icon, interactive: false, keyboard: false}).addTo(names);
                }
            }
        };
        this.map.on("zoomend", show);
        L.control.scale({imperial: false}).addTo(this.map);
        show();
    }

    draw() {
        this.ways.clearLayers();
        for (const {technician, stops, line} of this.props.ways) {
            const className = `o_duret_way o_duret_color_${technician.color}`;
            L.polyline(line, {className, interactive: false}).addTo(this.ways);
            for (const {visit, rank} of stops) {
                this.pin(
                    visit,
                    String(rank),
                    technician.color,
                    `${clock(visit.begin)} ${visit.client}`,
                    technician.name
                );
            }
        }
        for (const visit of this.props.waiting.filter(hasPlace)) {
            this.pin(visit, "?", 0, visit.client, visit.type);
        }
    }

    pin(visit, mark, color, title, second) {
        const selected = visit.id === this.props.selected;
        const className = `o_duret_pin o_duret_color_${color}${selected ? " o_duret_pin_selected" : ""}`;
        const icon = L.divIcon({className, html: written(mark), iconSize: [24, 24]});
        const name = [title, visit.city, second].filter(Boolean).join(", ");
        const marker = L.marker([visit.latitude, visit.longitude], {icon, title: name, alt: name, riseOnHover: true});
        marker.setZIndexOffset(selected ? 1000 : 0);
        marker.on("click", () => this.props.pick(visit.id)).addTo(this.ways);
        marker.getElement().dataset.visit = visit.id;
    }

    /** Show all that is on the map, without moving it each time somebody changes something. */
    fit() {
        const points = this.props.ways.flatMap(({line}) => line);
        if (points.length > 1) {
            this.map.fitBounds(points, {padding: [24, 24], maxZoom: CLOSE_ZOOM, animate: false});
        } else {
            this.map.setView(points[0] || HOME, HOME_ZOOM, {animate: false});
        }
    }
}

/** Words as the page may hold them: never read as markup. */
function written(words) {
    const span = document.createElement("span");
    span.textContent = words;
    return span;
}
