import { type Clock, type Log, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { pathOf } from '../wifi/daemon-values.ts';
import type { BoardInterfaces } from './board-interfaces.ts';
import type { WpaDaemon } from './wpa-daemon.ts';
import { isWpaError } from './wpa-error.ts';
import { wpaName, wpaRoot } from './wpa-names.ts';

/** What is needed to work with wpa_supplicant. */
export interface WpaContext {
  readonly daemon: WpaDaemon;
  readonly board: BoardInterfaces;
  readonly clock: Clock;
  readonly log: Log;
}

/** Pause between looks for an interface that is missing: wpa_supplicant does not tell that one has come. */
const lookMs = 2000;

/**
 * Returns the object of an interface, and has wpa_supplicant take control of it if it has not yet. Waits for
 * wpa_supplicant and for the interface; `onWaiting` is called once when either is missing.
 *
 * @throws DBusError, ProvisioningError `board/refused`, or the reason of the signal
 */
export async function controlledInterface(
  context: WpaContext,
  interfaceName: string,
  options: { readonly signal?: AbortSignal | undefined; readonly onWaiting: (what: string) => void },
): Promise<string> {
  const { daemon, clock } = context;
  const { signal } = options;
  let told = '';
  const onWaiting = (what: string) => {
    if (what !== told) options.onWaiting(what);
    told = what;
  };
  for (;;) {
    signal?.throwIfAborted();
    try {
      const path = await takeInterface(context, interfaceName, signal);
      if (path !== undefined) return path;
      onWaiting(`the interface ${interfaceName}`);
      await untilNews(daemon, clock, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!meansAbsent(error)) throw error;
      onWaiting('wpa_supplicant');
      // It may have come while the call to it failed.
      if (!daemon.present) await untilPresent(daemon, signal);
      else await clock.sleep(lookMs, { signal });
    }
  }
}

/** Returns the object of an interface; undefined where wpa_supplicant does not control it. @throws DBusError */
export async function findInterface(
  daemon: WpaDaemon,
  interfaceName: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const call = { path: wpaRoot, interface: wpaName, member: 'GetInterface', signature: 's', body: [interfaceName] };
  try {
    const [found] = await daemon.call({ ...call, signal });
    return pathOf(found) ?? refuse(interfaceName);
  } catch (error) {
    if (isWpaError(error, 'InterfaceUnknown')) return undefined;
    throw error;
  }
}

async function takeInterface(
  { daemon, board }: WpaContext,
  interfaceName: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const found = await findInterface(daemon, interfaceName, signal);
  if (found !== undefined) return found;
  const target = { path: wpaRoot, interface: wpaName, signal };
  const text = (value: string) => ({ signature: 's', value });
  const file = await board.configFile(interfaceName);
  const wanted = { Ifname: text(interfaceName), ...(file === undefined ? {} : { ConfigFile: text(file) }) };
  try {
    const [made] = await daemon.call({ ...target, member: 'CreateInterface', signature: 'a{sv}', body: [wanted] });
    return pathOf(made) ?? refuse(interfaceName);
  } catch (error) {
    // There is no such interface yet; or another program has had wpa_supplicant take it just now.
    if (isWpaError(error, 'UnknownError') || isWpaError(error, 'InterfaceExists')) return undefined;
    throw error;
  }
}

function refuse(interfaceName: string): never {
  throw new ProvisioningError('board/refused', `wpa_supplicant named no object for ${interfaceName}`);
}

async function untilNews(daemon: WpaDaemon, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const over = new Error('look again');
  try {
    await withDeadline({ clock, ms: lookMs, reason: () => over, signal }, (both) => daemon.news(both));
  } catch (error) {
    if (error !== over) throw error;
  }
}

async function untilPresent(daemon: WpaDaemon, signal: AbortSignal | undefined): Promise<void> {
  while (!daemon.present) await daemon.news(signal);
}
