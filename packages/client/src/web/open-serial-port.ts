import {
  type Clock,
  isProvisioningError,
  ProvisioningError,
  systemClock,
  untilAborted,
  withDeadline,
} from '@esp-prov/protocol';
import type { ConsolePort } from '../console/console-port.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserSerial, BrowserSerialPort } from './browser-serial.ts';
import { hasOwnUsb, resetBoard } from './reset-board.ts';
import { returningPort, usbOf } from './returning-port.ts';
import { serialFailure } from './serial-failure.ts';
import { WebConsolePort } from './web-console-port.ts';

/** How a serial port of a browser is opened. */
export interface OpenSerialOptions extends CallOptions {
  /** `navigator.serial`: with it a port that has gone is waited for. */
  readonly serial?: Pick<BrowserSerial, 'getPorts'> | undefined;
  /** Speed of the console; default 115 200. */
  readonly baudRate?: number | undefined;
  /** Whether the board is restarted, so that it runs its application from the beginning; default false. */
  readonly reset?: boolean | undefined;
  /** Longest time in ms for a port that has gone to come back; default 10 000. */
  readonly returnMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Speed of a board's console unless its firmware says otherwise. */
const usualBaud = 115_200;

/** Longest time for the browser to open a port in ms. */
const openMs = 10_000;

/** Time in ms in which the port of a chip with USB of its own goes when the chip restarts. */
const restartMs = 1000;

/**
 * Opens a serial port that somebody has chosen, for `consoleTransport`. A port that has gone, as those of chips with USB
 * of their own do at each restart, is waited for where `serial` is given.
 *
 * @throws ProvisioningError `host/port-unusable` when another program has it open, `serial/choose-again` when it has
 *   gone, `serial/not-permitted`
 */
export async function openSerialPort(port: BrowserSerialPort, options: OpenSerialOptions = {}): Promise<ConsolePort> {
  const { reset = false, clock = systemClock, signal } = options;
  const opened = await openOrAwait(port, options);
  const console = new WebConsolePort(opened, clock);
  if (!reset) return console;
  try {
    const reason = () => new ProvisioningError('link/timeout');
    await withDeadline({ clock, ms: openMs, reason, signal }, (all) =>
      untilAborted(resetBoard(opened, clock, { signal: all }), all),
    );
  } catch {
    // A port without control lines, or one that went at once; the board may be listening all the same.
    await closeOnAbort(console, signal);
  }
  if (!hasOwnUsb(opened)) return console;
  await untilAborted(clock.sleep(restartMs, { signal }), console.ended).catch(() => closeOnAbort(console, signal));
  if (!isProvisioningError(console.ended.reason, 'link/lost')) return console;
  await console[Symbol.asyncDispose]();
  return new WebConsolePort(await openOrAwait(opened, options), clock);
}

/** @throws the reason of the signal once the console is closed, when it is aborted */
async function closeOnAbort(console: ConsolePort, signal: AbortSignal | undefined): Promise<void> {
  if (!signal?.aborted) return;
  await console[Symbol.asyncDispose]();
  throw signal.reason;
}

async function openOrAwait(port: BrowserSerialPort, options: OpenSerialOptions): Promise<BrowserSerialPort> {
  const { serial, baudRate = usualBaud, returnMs = 10_000, clock = systemClock, signal } = options;
  const open = (each: BrowserSerialPort) => openWithin(each, baudRate, { clock, signal });
  try {
    await open(port);
    return port;
  } catch (error) {
    signal?.throwIfAborted();
    if (!serial || !usbOf(port) || !(await hasGone(port, serial))) throw error;
    return await returningPort(port, { serial, clock, ms: returnMs, open, signal });
  }
}

async function openWithin(
  port: BrowserSerialPort,
  baudRate: number,
  { clock, signal }: CallOptions & { readonly clock: Clock },
): Promise<void> {
  const reason = () =>
    new ProvisioningError('host/port-unusable', `the serial port did not open within ${openMs / 1000} s`);
  const opening = (async () => await port.open({ baudRate }))();
  try {
    await withDeadline({ clock, ms: openMs, reason, signal }, (all) => untilAborted(opening, all));
  } catch (error) {
    // One that opens after all must not keep others out.
    opening.then(() => port.close()).catch(() => undefined);
    signal?.throwIfAborted();
    throw isProvisioningError(error) ? error : serialFailure(error);
  }
}

async function hasGone(port: BrowserSerialPort, serial: Pick<BrowserSerial, 'getPorts'>): Promise<boolean> {
  if (port.connected !== undefined) return !port.connected;
  return await serial.getPorts().then(
    (ports) => !ports.includes(port),
    () => false,
  );
}
