import type { HeardNetwork, NetworkList } from './flow-state.ts';

/** What `chosen` is for a network that is not in the list. */
export const otherNetwork = 'other';

/** Most networks that a list keeps, so that a device that invents them does not fill the page. */
const mostNetworks = 64;

/** The list before the first scan. */
export const emptyList: NetworkList = { heard: [], chosen: undefined, touched: false };

/** Returns what identifies a network in the list. */
export function networkKey({ ssidHex, authMode }: Pick<HeardNetwork, 'ssidHex' | 'authMode'>): string {
  return `${ssidHex}:${authMode}`;
}

/** Whether a network can be chosen: one for enterprises wants more than the protocol carries. */
export function isChoosable({ security }: HeardNetwork): boolean {
  return security !== 'enterprise';
}

/**
 * Returns the list with what a scan heard: as long as nobody has touched it the strongest first and chosen; then every
 * network stays in its place, new ones join at the end, and those that the scan misses are marked.
 *
 * @param wanted - name of the network that was given before, which is chosen rather than the strongest
 */
export function mergeNetworks(list: NetworkList, scan: readonly HeardNetwork[], wanted?: string): NetworkList {
  const heardNow = new Map(scan.map((network) => [networkKey(network), network]));
  const known = list.heard.map((network) => heardNow.get(networkKey(network)) ?? { ...network, gone: true });
  const keys = new Set(list.heard.map(networkKey));
  const fresh = strongestFirst([...heardNow.values()].filter((network) => !keys.has(networkKey(network))));
  if (list.touched) return { ...list, heard: bounded([...known, ...fresh], list.chosen) };
  const heard = bounded(strongestFirst([...known, ...fresh]), undefined);
  const usable = heard.filter((network) => isChoosable(network) && !network.gone);
  const chosen = usable.find(({ ssidHex }) => ssidHex === wanted) ?? usable[0];
  return { ...list, heard, chosen: chosen && networkKey(chosen) };
}

/** Those that are missing come last. */
function strongestFirst(networks: readonly HeardNetwork[]): HeardNetwork[] {
  return networks.toSorted((one, other) => Number(one.gone) - Number(other.gone) || other.rssi - one.rssi);
}

/** Leaves out those that are gone before others; what is chosen stays in any case. */
function bounded(networks: readonly HeardNetwork[], chosen: string | undefined): readonly HeardNetwork[] {
  if (networks.length <= mostNetworks) return networks;
  const isKept = (network: HeardNetwork) => networkKey(network) === chosen;
  const here = networks.filter((network) => !network.gone || isKept(network));
  const kept = here.filter((network, i) => i < mostNetworks || isKept(network));
  return kept;
}
