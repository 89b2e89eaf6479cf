/** Longest pause that is shown as long as it was, in ms; longer ones are shortened to it. */
const longestPauseMs = 900;

/** How long the last change before the end stays alone, in ms. */
const lastMs = 400;

/**
 * One line of a terminal as it looked for a while. `to` is undefined for what is there at the end.
 *
 * @typedef {{ row: number, from: number, to: number | undefined, runs: import('../screen/screen.mjs').Run[] }} Line
 */

/** Returns a function that makes times of a recording those of its animation, without its long pauses. */
export function shortenedTime(terminals) {
  const times = [...new Set(terminals.flatMap((frames) => frames.map(({ at }) => at)))].sort((a, b) => a - b);
  const shown = new Map();
  let now = 0;
  for (const [i, at] of times.entries()) {
    if (i > 0) now += Math.min(at - times[i - 1], longestPauseMs);
    shown.set(at, now);
  }
  return { timeOf: (at) => shown.get(at), endMs: now + lastMs };
}

/** Returns the lines of a terminal, each with the time in which it looked so. @returns {Line[]} */
export function linesOf(frames, timeOf) {
  const lines = [];
  const open = new Map();
  for (const { at, lines: rows } of frames) {
    const now = timeOf(at);
    for (const row of new Set([...open.keys(), ...rows.keys()])) {
      const runs = rows[row] ?? [];
      const before = open.get(row);
      if (before && JSON.stringify(before.runs) === JSON.stringify(runs)) continue;
      if (before) before.to = now;
      open.delete(row);
      if (runs.length === 0) continue;
      const line = { row, from: now, to: undefined, runs };
      open.set(row, line);
      lines.push(line);
    }
  }
  return lines;
}

/** Returns from when on how many lines have scrolled away above a pane of so many rows. */
export function scrollsOf(frames, timeOf, rows) {
  const scrolls = [];
  for (const { at, lines } of frames) {
    let used = lines.length;
    while (used > 0 && lines[used - 1].length === 0) used--;
    const away = Math.max(0, used - rows);
    if (away !== (scrolls.at(-1)?.away ?? 0)) scrolls.push({ from: timeOf(at), away });
  }
  return scrolls;
}
