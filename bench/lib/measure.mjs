/** Returns the middle of the sorted values. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Measures two things in turns, so that a disturbance of the machine reaches both. The ratio is the median of
 * the ratios of the pairs.
 *
 * @param {() => number | Promise<number>} ours - one measurement in ms
 * @param {() => number | Promise<number>} peer
 * @param {{ pairs: number, warmUp?: number }} options
 */
export async function compare(ours, peer, { pairs, warmUp = 1 }) {
  const measured = [];
  for (let i = -warmUp; i < pairs; i++) {
    // The order changes from pair to pair.
    const first = i % 2 === 0 ? await ours() : await peer();
    const second = i % 2 === 0 ? await peer() : await ours();
    const pair = i % 2 === 0 ? { ours: first, peer: second } : { ours: second, peer: first };
    if (i >= 0) measured.push(pair);
  }
  return {
    oursMs: median(measured.map((pair) => pair.ours)),
    peerMs: median(measured.map((pair) => pair.peer)),
    ratio: median(measured.map((pair) => pair.ours / pair.peer)),
  };
}

/** Returns the time of `task` in ms on the wall. */
export async function wallMs(task) {
  const begin = performance.now();
  await task();
  return performance.now() - begin;
}

/** Returns the time that one call of `task` keeps the processor busy, in ms, over `calls` calls. */
export function cpuMs(task, calls) {
  const begin = process.cpuUsage();
  for (let i = 0; i < calls; i++) task();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000 / calls;
}
