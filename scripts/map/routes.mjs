// The ways of the lines on the map: past rooms, through the gaps between them.

/**
 * Returns the way of each line: a point for each floor that it touches, from above. `x` is in slots; a line that passes a
 * floor does so in a free slot, or in a gap, which is half a slot from a room.
 *
 * @param {Map<string, number>} place
 * @param {Map<string, number>} floors
 * @param {readonly { from: string, to: string }[]} lines
 * @param {number} slots
 * @returns {{ line: { from: string, to: string }, points: { x: number, floor: number }[] }[]}
 */
export function routes(place, floors, lines, slots) {
  const free = new Map(
    [...new Set(floors.values())].map((floor) => {
      const taken = [...place].filter(([name]) => floors.get(name) === floor).map(([, slot]) => slot);
      const places = Array.from({ length: 2 * slots + 1 }, (_, index) => (index - 1) / 2);
      return [floor, places.filter((x) => taken.every((slot) => slot !== x))];
    }),
  );
  return lines.map((line) => {
    const end = { x: place.get(line.to), floor: floors.get(line.to) };
    const points = [{ x: place.get(line.from), floor: floors.get(line.from) }];
    for (let floor = points[0].floor - 1; floor > end.floor; floor--) {
      const before = points.at(-1);
      const ideal = before.x + (end.x - before.x) / (before.floor - end.floor);
      const x = free.get(floor).reduce((a, b) => (Math.abs(b - ideal) < Math.abs(a - ideal) ? b : a));
      points.push({ x, floor });
    }
    return { line, points: [...points, end] };
  });
}

/** Returns how often lines cross between two floors. */
export function crossings(ways) {
  const storeys = new Map();
  for (const { points } of ways) {
    for (const [index, { x, floor }] of points.slice(0, -1).entries()) {
      const segment = { top: x, bottom: points[index + 1].x };
      storeys.set(floor, [...(storeys.get(floor) ?? []), segment]);
    }
  }
  let count = 0;
  for (const segments of storeys.values()) {
    for (const [index, a] of segments.entries()) {
      for (const b of segments.slice(index + 1)) if ((a.top - b.top) * (a.bottom - b.bottom) < 0) count++;
    }
  }
  return count;
}
