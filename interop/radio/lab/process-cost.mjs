import { readdirSync, readFileSync } from 'node:fs';

/** Returns what a process has in memory, in KiB: alone (PSS, its share of what others have too) and resident (RSS). */
export function memoryOf(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const value = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]);
  return { pss: value('Pss'), rss: value('Rss') };
}

/** Returns how often the threads of a process have woken up during these milliseconds. */
export async function wakeUpsOf(pid, ms) {
  const before = switchesOf(pid);
  await new Promise((resolve) => setTimeout(resolve, ms));
  return switchesOf(pid) - before;
}

/** Each time that a thread has gone to sleep of its own accord, it was awake before. */
function switchesOf(pid) {
  const counts = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)[1]);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
