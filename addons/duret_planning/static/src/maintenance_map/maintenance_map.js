import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {_t} from "@web/core/l10n/translation";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = 36;

/**
 * Places on a flat map, north up: degrees of longitude are shortened as they are at this latitude.
 *
 * @param {Array<[Number, Number]>} places latitude and longitude
 * @returns {Array<{x: Number, y: Number}>} points inside the picture
 */
export function project(places) {
    if (!places.length) {
        return [];
    }
    const shrink = Math.cos((places[0][0] * Math.PI) / 180);
    const flat = places.map(([lat, lon]) => [lon * shrink, -lat]);
    const low = [0, 1].map((axis) => Math.min(...flat.map((point) => point[axis])));
    const high = [0, 1].map((axis) => Math.max(...flat.map((point) => point[axis])));
    const room = [WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN];
    const scale = Math.min(...[0, 1].map((axis) => room[axis] / Math.max(high[axis] - low[axis], 1e-4)));
    const rest = [0, 1].map((axis) => (room[axis] - (high[axis] - low[axis]) * scale) / 2);
    return flat.map((point) => ({
        x: Math.round(MARGIN + rest[0] + (point[0] - low[0]) * scale),
        y: Math.round(MARGIN + rest[1] + (point[1] - low[1]) * scale),
    }));
}

/** The way of a tour: base, clients in driving order, and back. Needs no tiles and no network. */
export class MaintenanceMap extends Component {
    static template = "duret_planning.MaintenanceMap";
    static props = {...standardFieldProps};

    get view() {
        const data = this.props.record.data[this.props.name] || {stops: []};
        const stops = data.stops.filter((stop) => stop.lat || stop.lon);
        const hasBase = data.base && (data.base[0] || data.base[1]);
        const places = stops.map((stop) => [stop.lat, stop.lon]);
        const points = project(hasBase ? [data.base, ...places] : places);
        const base = hasBase ? points.shift() : null;
        const way = base ? [base, ...points, base] : points;
        return {
            size: `0 0 ${WIDTH} ${HEIGHT}`,
            base,
            way: way.map((point) => `${point.x},${point.y}`).join(" "),
            stops: points.map((point, rank) => ({
                ...point,
                rank: rank + 1,
                label: `${stops[rank].name}, ${stops[rank].city}`,
                city: stops[rank].city,
                state: stops[rank].state,
            })),
            label: _t("Map of the tour"),
        };
    }
}

registry.category("fields").add("maintenance_map", {
    component: MaintenanceMap,
    displayName: _t("Map of a tour"),
    supportedTypes: ["json"],
});
