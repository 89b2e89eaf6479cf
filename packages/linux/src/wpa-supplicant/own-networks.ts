import { pathsOf, textOf, valuesOf } from '../wifi/daemon-values.ts';
import { type NetworkMark, readMark } from './network-mark.ts';
import type { WpaDaemon } from './wpa-daemon.ts';
import { isWpaError, meansGone } from './wpa-error.ts';
import { wpaInterfaces } from './wpa-names.ts';

/** A network of an interface of wpa_supplicant. */
export interface KnownNetwork {
  readonly path: string;
  /** Its number, which it keeps as long as wpa_supplicant runs. */
  readonly number: number;
  /** What it is for if it is ours; undefined for one of the user. */
  readonly mark: NetworkMark | undefined;
  /** Numbers of the networks that it has switched off, where it is a hotspot of ours. */
  readonly switchedOff: readonly number[];
  /** As wpa_supplicant writes it: in quotation marks, or as digits. */
  readonly ssid: string;
  readonly enabled: boolean;
}

/** Most networks that are read. */
const mostNetworks = 256;

/** Returns the networks of an interface. */
export async function readNetworks(
  daemon: WpaDaemon,
  path: string,
  signal?: AbortSignal,
): Promise<readonly KnownNetwork[]> {
  const list = await daemon.property(path, wpaInterfaces.interface, 'Networks', signal);
  const found: KnownNetwork[] = [];
  for (const each of pathsOf(list, mostNetworks)) {
    try {
      const { Properties, Enabled } = await daemon.properties(each, wpaInterfaces.network, signal);
      const properties = valuesOf(Properties);
      const { mark, switchedOff = [] } = readMark(properties) ?? {};
      const number = Number(each.slice(each.lastIndexOf('/') + 1));
      found.push({
        path: each,
        number,
        mark,
        switchedOff,
        ssid: textOf(properties['ssid']),
        enabled: Enabled === true,
      });
    } catch (error) {
      if (!meansGone(error)) throw error;
    }
  }
  return found;
}

/** Removes a network; one that has gone already is as good. */
export async function removeNetwork(daemon: WpaDaemon, path: string, network: string): Promise<void> {
  try {
    await daemon.ask(path, 'RemoveNetwork', { signature: 'o', body: [network] });
  } catch (error) {
    if (!meansGone(error) && !isWpaError(error, 'InvalidArgs')) throw error;
  }
}

/** Enables or disables a network; one that has gone is left alone. */
export async function setEnabled(daemon: WpaDaemon, network: string, enabled: boolean): Promise<void> {
  try {
    await daemon.set(network, wpaInterfaces.network, 'Enabled', { signature: 'b', value: enabled });
  } catch (error) {
    if (!meansGone(error)) throw error;
  }
}

/** Removes the networks of ours with one of the marks; a hotspot gives back what it has switched off. */
export async function removeMarked(
  daemon: WpaDaemon,
  path: string,
  marks: readonly NetworkMark[],
): Promise<readonly KnownNetwork[]> {
  const all = await readNetworks(daemon, path);
  const removed = all.filter(({ mark }) => mark !== undefined && marks.includes(mark));
  for (const network of removed) {
    await removeNetwork(daemon, path, network.path);
    const back = all.filter(({ number, mark }) => mark !== 'hotspot' && network.switchedOff.includes(number));
    for (const each of back) await setEnabled(daemon, each.path, true);
  }
  return removed;
}
