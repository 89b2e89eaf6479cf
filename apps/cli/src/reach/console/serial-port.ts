import type { ConsolePort } from '@esp-prov/client';
import { type Clock, systemClock } from '@esp-prov/protocol';
import type { SerialPort } from 'serialport';
import { portError } from './port-error.ts';
import { streamPort } from './stream-port.ts';

/** The part of the package serialport that is used. */
export interface SerialPortPackage {
  readonly SerialPort: typeof SerialPort;
}

/** How a serial port is opened. */
export interface SerialPortOptions {
  readonly path: string;
  readonly baudRate: number;
  /** Restarts the board; returns what to print when its lines cannot be moved. */
  readonly reset?: { readonly onRefused: (why: string) => void } | undefined;
  readonly clock?: Clock | undefined;
}

/** Time in ms for which a reset holds the chip: what esptool takes. */
const resetMs = 100;

/** Opens a serial port by the package serialport, with its speed and its control lines. */
export async function openSerialPort(
  { SerialPort }: SerialPortPackage,
  { path, baudRate, reset, clock = systemClock }: SerialPortOptions,
): Promise<ConsolePort> {
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((cause) => (cause ? reject(portError(path, cause)) : resolve()));
  });
  const opened = streamPort(port, { write: (bytes, done) => port.write(bytes, done), close: () => closed(port) });
  if (reset) await resetBoard(port, clock).catch((cause: Error) => reset.onRefused(cause.message));
  return opened;
}

/**
 * Pulls EN low for a moment with IO0 high, so that the chip runs its application; the usual circuit of development
 * boards.
 */
async function resetBoard(port: SerialPort, clock: Clock): Promise<void> {
  await set(port, { dtr: false, rts: true });
  await clock.sleep(resetMs);
  await set(port, { dtr: false, rts: false });
}

function set(port: SerialPort, lines: { dtr: boolean; rts: boolean }): Promise<void> {
  return new Promise((resolve, reject) => {
    port.set(lines, (cause) => (cause ? reject(cause) : resolve()));
  });
}

function closed(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    // A port that has gone away is closed already.
    if (port.isOpen) port.close(() => resolve());
    else resolve();
  });
}
