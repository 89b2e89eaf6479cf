import type { Remembered } from '../flow/flow-event.ts';
import type { Way } from '../flow/way.ts';
import type { TabStorage } from './flow-world.ts';

const key = 'esp-prov:left';

/** Longest text that is read back; whatever else stands there is not ours. */
const longest = 2000;

const lefts: readonly unknown[] = ['idle', 'connected', 'credentials-sent'];
const ways: readonly unknown[] = ['bluetooth', 'usb', 'softap', 'virtual'];

/** Notes what a page that is loaded anew has to know. A storage that refuses costs no more than that. */
export function writeMemory(storage: TabStorage | undefined, remembered: Remembered): void {
  const { left, network, way, device } = remembered;
  try {
    if (left === 'idle') storage?.removeItem(key);
    else storage?.setItem(key, JSON.stringify({ left, network, way, device }));
  } catch {
    // Full, or switched off.
  }
}

/**
 * Returns what the page before has noted; anything else than that is nothing. A connection that was cut is told once, an
 * outcome that is unknown until something else is begun.
 */
export function readMemory(storage: TabStorage | undefined): Remembered | undefined {
  try {
    const text = storage?.getItem(key);
    if (!text || text.length > longest) return undefined;
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return undefined;
    const { left, network, way, device } = read as Record<string, unknown>;
    if (!lefts.includes(left)) return undefined;
    if (left === 'connected') storage?.removeItem(key);
    return {
      left: left as Remembered['left'],
      ...(typeof network === 'string' ? { network } : {}),
      ...(ways.includes(way) ? { way: way as Way } : {}),
      ...(typeof device === 'string' ? { device } : {}),
    };
  } catch {
    return undefined;
  }
}
