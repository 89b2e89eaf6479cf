import type { Values } from '../wifi/daemon-values.ts';

/**
 * What a network of ours is for. wpa_supplicant keeps the mark in `id_str`, which it has for programs beside it:
 *
 * - `attempt`: it is tried, and not proven yet
 * - `kept`: it was proven, and stays
 * - `hotspot`: an access point of ours
 */
export type NetworkMark = 'attempt' | 'kept' | 'hotspot';

const marks: Readonly<Record<NetworkMark, string>> = {
  attempt: 'esp-prov attempt',
  kept: 'esp-prov',
  hotspot: 'esp-prov hotspot',
};

/** Most networks that an access point may have switched off; more do not fit into its mark. */
const mostSwitchedOff = 64;

/** Returns the `id_str` of a network of ours. A hotspot tells the numbers of the networks that it has switched off. */
export function markText(mark: NetworkMark, switchedOff: readonly number[] = []): string {
  const numbers = switchedOff.slice(0, mostSwitchedOff).join(',');
  return numbers === '' ? marks[mark] : `${marks[mark]} ${numbers}`;
}

/** Reads the mark of a network from its `Properties`; undefined for one of the user. */
export function readMark(
  properties: Values,
): { readonly mark: NetworkMark; readonly switchedOff: readonly number[] } | undefined {
  const text = properties['id_str'];
  if (typeof text !== 'string') return undefined;
  const said = /^"(esp-prov(?: attempt| hotspot)?)(?: (\d{1,5}(?:,\d{1,5}){0,63}))?"$/.exec(text);
  if (said === null) return undefined;
  const mark = (Object.keys(marks) as NetworkMark[]).find((each) => marks[each] === said[1]);
  if (mark === undefined) return undefined;
  return { mark, switchedOff: said[2]?.split(',').map(Number) ?? [] };
}
