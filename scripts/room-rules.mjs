// The order inside the packages, checked in their sources: floors and circles. The tables are room-table.mjs.
import { posix } from 'node:path';
import { floors, knownCircles } from './room-table.mjs';
import { importsOf } from './source-facts.mjs';

/**
 * Returns the offences against the order inside the packages among `files` (`{ path, text }`, paths relative to the
 * repository).
 *
 * @param {{ path: string, text: string }[]} files
 * @returns {{ file: string, message: string }[]}
 */
export function roomOffences(files) {
  const sources = files.filter(({ path }) => /^(packages|apps)\/[^/]+\/src\/.*\.ts$/.test(path));
  const arrows = arrowsOf(sources);
  return [...floorOffences(arrows), ...circleOffences(arrows)];
}

/** Returns for each file the files that it imports, types included. */
function arrowsOf(sources) {
  const known = new Set(sources.map(({ path }) => path));
  return new Map(
    sources.map(({ path, text }) => {
      const specifiers = importsOf(path, text).flatMap(({ specifier }) => specifier ?? []);
      const targets = specifiers.map((name) => posix.join(posix.dirname(path), name));
      return [path, [...new Set(targets.filter((target) => known.has(target)))]];
    }),
  );
}

function floorOffences(arrows) {
  return [...arrows].flatMap(([file, targets]) => {
    const home = file.split('/').slice(0, 2).join('/');
    const table = floors[home];
    if (table === undefined || file.endsWith('.d.ts')) return [];
    const floorOf = (path) =>
      table.findIndex((rooms) => rooms.some((room) => isIn(path.slice(home.length + '/src/'.length), room)));
    const floor = floorOf(file);
    if (floor < 0) return [{ file, message: 'stands in no room of scripts/room-table.mjs' }];
    return targets
      .filter((target) => floorOf(target) < floor)
      .map((target) => ({ file, message: `imports ${target}, which stands above it` }));
  });
}

function isIn(path, room) {
  return room.endsWith('/') ? path.startsWith(room) : path === room;
}

function circleOffences(arrows) {
  return circlesOf(arrows)
    .filter((circle) => !circle.some((file) => knownCircles.includes(file)))
    .map((circle) => ({ file: circle[0], message: `imports itself by way of ${circle.slice(1).join(', ')}` }));
}

/** Groups of files of which each reaches each other by its imports (Tarjan's strongly connected components). */
function circlesOf(arrows) {
  const seen = new Map();
  const open = [];
  const found = [];
  const visit = (file) => {
    const state = { place: seen.size, lowest: seen.size, isOpen: true };
    seen.set(file, state);
    open.push(file);
    for (const target of arrows.get(file)) {
      const other = seen.get(target) ?? visit(target);
      if (other.isOpen) state.lowest = Math.min(state.lowest, other.lowest);
    }
    if (state.lowest === state.place) {
      const circle = open.splice(open.indexOf(file));
      for (const member of circle) seen.get(member).isOpen = false;
      if (circle.length > 1) found.push(circle.sort());
    }
    return state;
  };
  for (const file of arrows.keys()) if (!seen.has(file)) visit(file);
  return found;
}
