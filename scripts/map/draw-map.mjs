import { floorsOf, linesOf, placeRooms, slots } from './place-rooms.mjs';
import { routes } from './routes.mjs';

const pitch = 72;
const room = { width: 58, height: 40 };
const storey = 88;
const margin = 8;

/** How far apart lines are that pass a floor in one gap. */
const apart = 4;

/**
 * Returns the map of the house as SVG.
 *
 * @param {Record<string, { may: string[], types?: string[], node: string[] }>} table who may import whom
 */
export function drawMap(table) {
  const kinds = new Map(Object.entries(table).map(([home, { node }]) => [nameOf(home), kindOf(node)]));
  const names = (list = []) => list.filter((name) => kinds.has(name));
  const uses = new Map(Object.entries(table).map(([home, { may }]) => [nameOf(home), names(may)]));
  const typesOnly = Object.entries(table).flatMap(([home, { types }]) =>
    names(types).map((to) => ({ from: nameOf(home), to })),
  );
  const withTypes = new Map(
    [...uses].map(([name, used]) => [
      name,
      [...used, ...typesOnly.filter(({ from }) => from === name).map(({ to }) => to)],
    ]),
  );
  const floors = floorsOf(withTypes);
  const lines = [...linesOf(uses), ...typesOnly.map((each) => ({ ...each, isDashed: true }))];
  const place = placeRooms(floors, lines);
  const top = Math.max(...floors.values());
  const width = slots * pitch + 2 * margin;
  const height = top * storey + room.height + 2 * margin + 100;
  const at = ({ x, floor }) => ({
    x: margin + (x + 0.5) * pitch,
    y: margin + 8 + (top - floor) * storey,
  });
  const roomOf = (name) => at({ x: place.get(name), floor: floors.get(name) });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="drawing-map-title drawing-map-desc">`,
    '  <title id="drawing-map-title">Which package imports which</title>',
    `  <desc id="drawing-map-desc">${[...uses].map((each) => sentence(each, typesOnly)).join(' ')}</desc>`,
    style,
    `  <rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="12"/>`,
    ...drawLines(routes(place, floors, lines, slots), at),
    ...[...kinds].sort().map(([name, kind]) => drawRoom(roomOf(name), name, kind)),
    ...legend(height - 74),
    '</svg>',
    '',
  ].join('\n');
}

function nameOf(home) {
  return home.split('/').at(-1);
}

function kindOf(node) {
  if (node.length === 0) return 'any';
  return node.includes('src/') ? 'node' : 'both';
}

function sentence([name, used], typesOnly) {
  const types = typesOnly.filter(({ from }) => from === name).map(({ to }) => to);
  const rest = types.length > 0 ? `, and types of ${types.join(' and ')}` : '';
  return `${name} imports ${used.length === 0 ? 'none of them' : used.join(', ')}${rest}.`;
}

/** Draws the lines, those that pass a floor in the same gap beside each other. */
function drawLines(ways, at) {
  const gaps = new Map();
  for (const way of ways) {
    for (const point of way.points.slice(1, -1)) {
      const key = `${point.floor} ${point.x}`;
      gaps.set(key, [...(gaps.get(key) ?? []), { point, next: way.points[way.points.indexOf(point) + 1].x }]);
    }
  }
  const aside = new Map();
  for (const passing of gaps.values()) {
    passing.sort((a, b) => a.next - b.next);
    for (const [index, { point }] of passing.entries()) aside.set(point, (index - (passing.length - 1) / 2) * apart);
  }
  return ways.map(({ line, points }) => {
    const [first, ...rest] = points;
    const begin = at(first);
    let path = `M${begin.x} ${begin.y + room.height}`;
    let from = { x: begin.x, y: begin.y + room.height };
    for (const point of rest) {
      const isEnd = point === rest.at(-1);
      const { x: middle, y } = at(point);
      const to = { x: middle + (aside.get(point) ?? 0), y: isEnd ? y - 3 : y };
      const half = (to.y - from.y) / 2;
      path += `C${from.x} ${from.y + half} ${to.x} ${to.y - half} ${to.x} ${to.y}`;
      if (!isEnd) path += `V${y + room.height}`;
      from = { x: to.x, y: isEnd ? to.y : y + room.height };
    }
    const head = `M${from.x - 3} ${from.y - 5}L${from.x} ${from.y}L${from.x + 3} ${from.y - 5}`;
    return `  <path class="line${line.isDashed ? ' dash' : ''}" d="${path}"/><path class="line" d="${head}"/>`;
  });
}

function drawRoom({ x, y }, name, kind) {
  const rows = name.split(/(?<=-)/);
  const first = y + room.height / 2 + 4.5 - (rows.length - 1) * 7.5;
  const spans = rows.map((row, index) => `<text class="mid" x="${x}" y="${first + index * 15}">${row}</text>`);
  const box = `<rect class="panel ${kind}" x="${x - room.width / 2}" y="${y}" width="${room.width}" height="${room.height}" rx="8"/>`;
  return `  ${box}${spans.join('')}`;
}

/** What lines and colours mean. */
function legend(y) {
  const colours = [
    ['any', 'runs anywhere'],
    ['both', 'anywhere, with a part for Node'],
    ['node', 'Node only'],
  ];
  return [
    `  <text class="s" x="16" y="${y}">An arrow: imports. Dashed: types only.</text>`,
    ...colours.map(
      ([kind, words], index) =>
        `  <rect class="panel ${kind}" x="16" y="${y + 10 + index * 19}" width="14" height="12" rx="3"/><text class="s" x="38" y="${y + 21 + index * 19}">${words}</text>`,
    ),
  ];
}

const style = `  <style>
    .drawing { --paper: #ffffff; --edge: #d7dbe2; --panel: #f5f6f8; --ink: #1d2430; --soft: #59626f; --any: #14713c; --both: #1f5fd0; --node: #95560a; font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
    @media (prefers-color-scheme: dark) { .drawing { --paper: #1b1b1f; --edge: #3c3f47; --panel: #24262c; --ink: #e8eaee; --soft: #a9b0bb; --any: #67cf93; --both: #84aefb; --node: #efb65c; } }
    .drawing .paper { fill: var(--paper); stroke: var(--edge); } .drawing .panel { fill: var(--panel); stroke-width: 1.5; }
    .drawing .any { stroke: var(--any); } .drawing .both { stroke: var(--both); } .drawing .node { stroke: var(--node); }
    .drawing .line { fill: none; stroke: var(--soft); stroke-width: 1.3; } .drawing .dash { stroke-dasharray: 4 3; }
    .drawing text { fill: var(--ink); font-size: 13px; } .drawing .s { fill: var(--soft); } .drawing .mid { text-anchor: middle; }
  </style>`;
