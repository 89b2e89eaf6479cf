import { type Bus, isDBusError } from '@esp-prov/dbus';
import type { Clock } from '@esp-prov/protocol';
import { NmDaemon } from '../networkmanager/nm-daemon.ts';
import { lookAgain } from '../networkmanager/radio.ts';
import type { BoardWifi } from './board-wifi.ts';
import type { WifiServiceOptions } from './wifi-service-options.ts';

/** Well-known name of wpa_supplicant on the system bus. */
const supplicantName = 'fi.w1.wpa_supplicant1';

/**
 * How long NetworkManager may be late, in ms, before wpa_supplicant is used without it: at the start of a system the second
 * is there before the first, and belongs to it. It depends on whether systemd is to start NetworkManager.
 */
const graceMs = { enabled: 120_000, disabled: 2000, unknown: 30_000 } as const;

/** The same for an interface that NetworkManager does not manage; at its own start it manages none for a moment. */
const unmanagedMs = 10_000;

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
  const over = new AbortController();
  const patience = new Patience(clock, () => daemon.nudge(), over.signal);
  const told = new Set<string>();
  let stop = async (): Promise<void> => undefined;
  try {
    const grace = graceMs[await networkManagerUnit(bus)];
    stop = await bus.addMatch(owner, () => daemon.nudge());
    return await daemon.when(async () => {
      const sight = await lookAgain(daemon, interfaceName, signal);
      if (sight.kind === 'ready' || sight.kind === 'unavailable') return 'networkmanager';
      // An interface that is not there yet will be NetworkManager's, where that is there.
      const ms = { 'no-service': grace, unmanaged: unmanagedMs, 'no-interface': undefined }[sight.kind];
      if (patience.isOver(sight.kind, ms) && (await canHaveSupplicant(bus))) return 'wpa-supplicant';
      if (!told.has(sight.what) && told.size < 32) onWaiting(sight.what);
      told.add(sight.what);
      return undefined;
    }, signal);
  } finally {
    over.abort();
    await stop().catch(() => undefined);
    await daemon[Symbol.asyncDispose]();
  }
}

/** Knows how long the same thing has been missing, and wakes when that is too long. */
class Patience {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #signal: AbortSignal;
  #what = '';
  #since = 0;

  constructor(clock: Clock, wake: () => void, signal: AbortSignal) {
    this.#clock = clock;
    this.#wake = wake;
    this.#signal = signal;
  }

  /** Whether `what` has been missing for so long; undefined: it may be missing for ever. */
  isOver(what: string, ms: number | undefined): boolean {
    if (what !== this.#what) {
      this.#what = what;
      this.#since = this.#clock.now();
      if (ms !== undefined) this.#clock.sleep(ms, { signal: this.#signal }).then(this.#wake, () => undefined);
    }
    return ms !== undefined && this.#clock.now() - this.#since >= ms;
  }
}

async function canHaveSupplicant(bus: Bus): Promise<boolean> {
  const [owned] = await bus.call({ ...busObject, member: 'NameHasOwner', signature: 's', body: [supplicantName] });
  if (owned === true) return true;
  const [names] = await bus.call({ ...busObject, member: 'ListActivatableNames' });
  return Array.isArray(names) && names.includes(supplicantName);
}

/** Returns whether systemd starts NetworkManager with the system; a system without systemd does not say. */
async function networkManagerUnit(bus: Bus): Promise<keyof typeof graceMs> {
  const manager = {
    destination: 'org.freedesktop.systemd1',
    path: '/org/freedesktop/systemd1',
    interface: 'org.freedesktop.systemd1.Manager',
  };
  try {
    const call = { ...manager, member: 'GetUnitFileState', signature: 's', body: ['NetworkManager.service'] };
    const [state] = await bus.call(call, { timeoutMs: 5000 });
    return state === 'enabled' || state === 'enabled-runtime' ? 'enabled' : 'disabled';
  } catch (error) {
    const absent = 'org.freedesktop.DBus.Error.FileNotFound';
    return isDBusError(error, 'reply', absent) ? 'disabled' : 'unknown';
  }
}
