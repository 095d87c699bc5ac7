import {describe, expect, test} from "@odoo/hoot";
import {project} from "@duret_planning/maintenance_map/maintenance_map";

describe.current.tags("headless");

const ANNECY = [45.9, 6.12];
const THONES = [45.88, 6.32];
const FAVERGES = [45.75, 6.29];

test("north is up and east is right", () => {
    const [annecy, thones, faverges] = project([ANNECY, THONES, FAVERGES]);
    expect(thones.x).toBeGreaterThan(annecy.x);
    expect(faverges.y).toBeGreaterThan(thones.y);
});

test("every place is inside the picture", () => {
    for (const point of project([ANNECY, THONES, FAVERGES, [46.3, 5.4], [45.2, 6.9]])) {
        expect(point.x >= 36 && point.x <= 604).toBe(true);
        expect(point.y >= 36 && point.y <= 284).toBe(true);
    }
});

test("a kilometre is as long in both directions", () => {
    const shrink = Math.cos((45 * Math.PI) / 180);
    const [here, north, east] = project([
        [45, 6],
        [45.1, 6],
        [45, 6 + 0.1 / shrink],
    ]);
    expect(Math.abs(here.y - north.y - (east.x - here.x))).toBeLessThan(3);
});

test("one place, twice the same place and none", () => {
    expect(project([])).toEqual([]);
    expect(project([ANNECY])).toEqual([{x: 320, y: 160}]);
    const [one, other] = project([ANNECY, ANNECY]);
    expect(one).toEqual(other);
});
