import { readdirSync, readFileSync } from 'node:fs';

/**
 * Returns what the threads of these processes and of all that they started have done so far, or nothing while one of
 * them has something to do. Two equal answers with no news between them mean that all wait for time to pass. Linux only.
 *
 * @param {Iterable<number>} pids
 */
export function restingThreads(pids) {
  const seen = [];
  const left = [...pids];
  for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
    for (const thread of list(`/proc/${pid}/task`)) {
      const place = `/proc/${pid}/task/${thread}`;
      const [state] = read(`${place}/stat`).replace(/^.*\) /s, '');
      if (state !== undefined && !'SZX'.includes(state)) return undefined;
      seen.push(`${thread} ${state} ${read(`${place}/schedstat`).split(' ')[2]}`);
      left.push(...read(`${place}/children`).split(' ').filter(Boolean).map(Number));
    }
  }
  return seen.join('\n');
}

/** Whether the system shows the states of threads. */
export const showsThreads = list('/proc/self/task').length > 0;

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function read(file) {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
