// Where the packages stand on the map: each one floor above all that it imports, side by side so that few lines cross.
import { crossings, routes } from './routes.mjs';

/** How many rooms fit side by side. */
export const slots = 4;

/**
 * Returns the floor of each package, 0 at the ground.
 *
 * @param {Map<string, readonly string[]>} uses what each imports
 * @returns {Map<string, number>}
 */
export function floorsOf(uses) {
  const floors = new Map();
  const begun = new Set();
  const floorOf = (name) => {
    if (floors.has(name)) return floors.get(name);
    if (begun.has(name)) throw new Error(`${name} imports itself, by way of others`);
    begun.add(name);
    const floor = Math.max(-1, ...uses.get(name).map(floorOf)) + 1;
    floors.set(name, floor);
    return floor;
  };
  for (const name of [...uses.keys()].sort()) floorOf(name);
  return floors;
}

/**
 * Returns the lines of the map: what is imported by way of another package is left out, as the line to that one shows it.
 *
 * @param {Map<string, readonly string[]>} uses
 * @returns {{ from: string, to: string }[]}
 */
export function linesOf(uses) {
  const reached = (name) => new Set(uses.get(name).flatMap((each) => [each, ...reached(each)]));
  return [...uses].flatMap(([from, names]) => {
    const byOthers = new Set(names.flatMap((name) => [...reached(name)]));
    return names.filter((name) => !byOthers.has(name)).map((to) => ({ from, to }));
  });
}

/**
 * Returns the slot of each package. Floors are arranged one after the other, again and again, until nothing gets better.
 *
 * @param {Map<string, number>} floors
 * @param {readonly { from: string, to: string }[]} lines
 * @returns {Map<string, number>} 0 to `slots - 1`
 */
export function placeRooms(floors, lines) {
  const names = [...floors.keys()].sort();
  const onFloor = [...new Set(floors.values())]
    .sort()
    .map((floor) => names.filter((name) => floors.get(name) === floor));
  const place = new Map(onFloor.flatMap((each) => each.map((name, index) => [name, index])));
  const put = (arrangement) => {
    for (const [name, slot] of arrangement) place.set(name, slot);
    return costOf(place, floors, lines);
  };
  for (let best = Number.POSITIVE_INFINITY; ; ) {
    let cost = best;
    for (const rooms of onFloor) {
      const tried = [...arrangements(rooms)].map((arrangement) => ({ arrangement, cost: put(arrangement) }));
      const chosen = tried.reduce((a, b) => (b.cost < a.cost ? b : a));
      cost = put(chosen.arrangement);
    }
    if (cost >= best) return place;
    best = cost;
  }
}

/** Every order of the rooms of a floor, in every choice of slots. */
function* arrangements(rooms, free = Array.from({ length: slots }, (_, index) => index)) {
  const [name, ...rest] = rooms;
  if (name === undefined) yield [];
  else {
    for (const slot of free) {
      for (const others of arrangements(
        rest,
        free.filter((each) => each !== slot),
      )) {
        yield [[name, slot], ...others];
      }
    }
  }
}

/** How bad a placement is: lines that cross, and what they go sideways. */
function costOf(place, floors, lines) {
  const ways = routes(place, floors, lines, slots);
  const sideways = ways.flatMap(({ points }) => points.slice(1).map(({ x }, index) => (x - points[index].x) ** 2));
  return crossings(ways) * 4 + sideways.reduce((sum, each) => sum + each, 0);
}
