import type { Bus } from '@esp-prov/dbus';
import { NmDaemon } from '../networkmanager/nm-daemon.ts';
import { meansAbsent, meansGone } from '../networkmanager/nm-error.ts';
import { lookForRadio, type RadioSight } from '../networkmanager/radio.ts';
import type { BoardWifi } from './board-wifi.ts';
import type { WifiServiceOptions } from './wifi-service-options.ts';

/** Well-known name of wpa_supplicant on the system bus. */
const supplicantName = 'fi.w1.wpa_supplicant1';

/**
 * How long NetworkManager may be late before wpa_supplicant is used without it: at the start of a system the second is
 * often there before the first, and belongs to it.
 */
const graceMs = 15_000;

const busInterface = 'org.freedesktop.DBus';
const busObject = { destination: busInterface, path: '/org/freedesktop/DBus', interface: busInterface } as const;

/**
 * Returns which service has the radio: NetworkManager where it manages it, else wpa_supplicant where it is there or can be
 * started. Waits until it is one of them.
 *
 * @throws DBusError, or the reason of the signal
 */
export async function chooseService(options: WifiServiceOptions): Promise<BoardWifi['service']> {
  const { bus, clock, interfaceName, signal, onWaiting } = options;
  const daemon = await NmDaemon.open(bus, clock);
  const owner = { sender: busInterface, interface: busInterface, member: 'NameOwnerChanged', arg0: supplicantName };
  const start = clock.now();
  const over = new AbortController();
  clock.sleep(graceMs, { signal: over.signal }).then(
    () => daemon.nudge(),
    () => undefined,
  );
  let told = false;
  let stop = async (): Promise<void> => undefined;
  try {
    stop = await bus.addMatch(owner, () => daemon.nudge());
    return await daemon.when(async () => {
      const sight = await look(daemon, interfaceName, signal);
      if (sight.kind === 'ready' || sight.managed) return 'networkmanager';
      if (clock.now() - start < graceMs) return undefined;
      if (await canHaveSupplicant(bus)) return 'wpa-supplicant';
      if (!told) onWaiting(daemon.present ? sight.what : 'NetworkManager or wpa_supplicant');
      told = true;
      return undefined;
    }, signal);
  } finally {
    over.abort();
    await stop().catch(() => undefined);
    await daemon[Symbol.asyncDispose]();
  }
}

async function look(daemon: NmDaemon, wanted: string | undefined, signal?: AbortSignal): Promise<RadioSight> {
  try {
    return await lookForRadio(daemon, wanted, signal);
  } catch (error) {
    if (meansAbsent(error) || meansGone(error)) return { kind: 'missing', what: 'NetworkManager', managed: false };
    throw error;
  }
}

async function canHaveSupplicant(bus: Bus): Promise<boolean> {
  const [owned] = await bus.call({ ...busObject, member: 'NameHasOwner', signature: 's', body: [supplicantName] });
  if (owned === true) return true;
  const [names] = await bus.call({ ...busObject, member: 'ListActivatableNames' });
  return Array.isArray(names) && names.includes(supplicantName);
}
