import { isDBusError } from '@esp-prov/dbus';
import { type Clock, type Log, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import type { Bluetoothd } from '../service/bluetoothd.ts';
import { bluezError } from '../service/bluez-error.ts';
import { bluezInterfaces } from '../service/bluez-names.ts';
import { disconnectDevice } from '../service/disconnect-device.ts';
import { staleBond } from './pair-device.ts';
import { readServices } from './remote-attributes.ts';

/** What is to be connected, and how long that may take. */
export interface ConnectOptions {
  readonly path: string;
  readonly address: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Longest time for all tries together in ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A first try fails now and then without a reason that lasts, so it is repeated; nothing was written yet. */
const tries = 3;
const pauseMs = 500;

/** How often and at which interval the property is read after the answer to `Connect`. */
const looks = 10;
const lookPauseMs = 500;

/** Answers to `Connect` that mean: it is going on already. */
const underWay = /^org\.bluez\.Error\.(InProgress|AlreadyConnected)$/;

/** How one try ended. */
type Outcome =
  | 'resolved'
  | { readonly failure: string; readonly cause?: unknown; readonly dropped?: boolean; readonly linked?: boolean };

/**
 * Connects and waits until the services are known: for the properties of the device, not for the answer.
 *
 * @throws ProvisioningError `link/unreachable`, `link/timeout`, `bluetooth/stale-bond`
 */
export async function connectDevice(bluetoothd: Bluetoothd, options: ConnectOptions): Promise<void> {
  const { clock, timeoutMs: ms, signal } = options;
  try {
    const reason = () => tooLate(bluetoothd, options);
    await withDeadline({ clock, ms, reason, signal }, (both) => tryRepeatedly(bluetoothd, options, both));
  } catch (error) {
    // Also what a pending Connect is called off with.
    await disconnectDevice(bluetoothd, options);
    throw error;
  }
}

async function tryRepeatedly(bluetoothd: Bluetoothd, options: ConnectOptions, signal: AbortSignal): Promise<void> {
  const { address, path, clock, log } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(bluetoothd, options, signal);
    if (outcome === 'resolved') return;
    log('debug', 'bluez', `try ${attempt} to connect to ${address}: ${outcome.failure}`);
    if (/key-missing/.test(outcome.failure)) throw staleBond(address, outcome.failure, outcome.cause);
    if (attempt === tries) {
      const paired = bluetoothd.get(path, bluezInterfaces.device)?.['Paired'] === true;
      if (paired && outcome.dropped) throw staleBond(address, 'the link ends each time as it is being encrypted');
      throw unreachable(address, outcome.failure, outcome.cause);
    }
    if (outcome.linked) await disconnectDevice(bluetoothd, options);
    await clock.sleep(pauseMs, { signal });
  }
}

async function tryOnce(bluetoothd: Bluetoothd, options: ConnectOptions, signal: AbortSignal): Promise<Outcome> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over.signal });
  });
  try {
    const ways = [watchProperties(bluetoothd, options.path, either), ask(bluetoothd, options, either), stopped];
    const outcome = await Promise.race(ways.map(quietly));
    return outcome === 'resolved' ? await confirm(bluetoothd, options, signal) : outcome;
  } finally {
    over.abort();
  }
}

/** Returns `promise` with its failure handled: the loser of a race must not fail unhandled. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function watchProperties(bluetoothd: Bluetoothd, path: string, signal: AbortSignal): Promise<Outcome> {
  let wasConnected = false;
  return bluetoothd.when<Outcome>(
    () => {
      const device = bluetoothd.get(path, bluezInterfaces.device);
      if (device === undefined) return { failure: 'bluetoothd has forgotten the device' };
      if (device['Connected'] !== true)
        return wasConnected ? { failure: 'the link was lost', dropped: true } : undefined;
      wasConnected = true;
      return device['ServicesResolved'] === true ? 'resolved' : undefined;
    },
    { signal },
  );
}

/**
 * Looks once more when the services are resolved: that announcement may overtake the one of the last service, but
 * bluetoothd sends all announcements before its next answer. bluez: gdbus/object.c, g_dbus_flush
 */
async function confirm(bluetoothd: Bluetoothd, { path }: ConnectOptions, signal: AbortSignal): Promise<Outcome> {
  await bluetoothd.lookAt(path, bluezInterfaces.device, 'ServicesResolved', { signal });
  const device = bluetoothd.get(path, bluezInterfaces.device);
  if (device?.['Connected'] !== true) return { failure: 'the link was lost', dropped: true };
  if (readServices(bluetoothd, path).length > 0) return 'resolved';
  // It also says that they are known when reading them has failed.
  return { failure: 'the services of the device could not be read', linked: true };
}

async function ask(bluetoothd: Bluetoothd, options: ConnectOptions, signal: AbortSignal): Promise<Outcome> {
  const { path, clock, timeoutMs } = options;
  // It answers before the property is true, and after a race of its own it never announces that it is.
  const becomesConnected = async () => {
    for (let look = 0; look < looks; look++) {
      // Only this one: that the services are resolved may be read before the services themselves are announced.
      await bluetoothd.lookAt(path, bluezInterfaces.device, 'Connected', { signal });
      if (bluetoothd.get(path, bluezInterfaces.device)?.['Connected'] === true) return true;
      await clock.sleep(lookPauseMs, { signal });
    }
    return false;
  };
  try {
    const target = { path, interface: bluezInterfaces.device };
    await bluetoothd.call({ ...target, member: 'Connect', timeoutMs, signal });
    if (!(await becomesConnected())) return { failure: 'bluetoothd says that it has connected, and has not' };
  } catch (cause) {
    if (!isDBusError(cause, 'reply')) throw bluezError(cause, `connect to ${options.address}`);
    if (!underWay.test(cause.errorName)) return explain(cause, options.address);
  }
  // From here on the properties say what happens.
  return await new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/**
 * Returns the outcome of a failure of the radio, after which another try makes sense. @throws ProvisioningError for a
 * failure of the machine
 */
function explain(cause: unknown, address: string): Outcome {
  const error = bluezError(cause, `connect to ${address}`) as ProvisioningError;
  if (error.code !== 'bluetooth/refused') throw error;
  return { failure: (cause as Error).message, cause };
}

function tooLate(bluetoothd: Bluetoothd, { path, address, timeoutMs }: ConnectOptions): ProvisioningError {
  const within = `within ${timeoutMs / 1000} s`;
  if (bluetoothd.get(path, bluezInterfaces.device)?.['Connected'] !== true) {
    return unreachable(address, `no connection ${within}`);
  }
  return new ProvisioningError('link/timeout', `${address} is connected, but did not report its services ${within}`, {
    details: { address, timeoutMs },
  });
}

/** Returns the failure of a device with which no connection came about. */
export function unreachable(address: string, why: string, cause?: unknown): ProvisioningError {
  const text = `cannot connect to ${address} over Bluetooth: ${why}; check that it is on, in range and not connected elsewhere`;
  return new ProvisioningError('link/unreachable', text, { cause, details: { address } });
}
