import { realpathSync } from 'node:fs';
import type { ConsolePort } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../../report/output.ts';
import type { ConsoleOptions } from './console-options.ts';
import { portError } from './port-error.ts';
import { openSerialPort, type SerialPortPackage } from './serial-port.ts';
import { isSocketPort, openSocketPort } from './socket-port.ts';
import { openTtyPort } from './tty-port.ts';

/** Speed of a board's console unless its firmware says otherwise. */
const usualBaud = 115_200;

/** What opening a port works with besides the options. */
export interface PortContext {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Loads the package serialport; rejects where it is not installed. */
  readonly loadSerialPort?: () => Promise<SerialPortPackage>;
  readonly platform?: NodeJS.Platform;
}

/**
 * Opens the port that the options name. Sockets and pseudo-terminals need nothing; a serial port wants the package
 * serialport, and without it is used as it is set up.
 *
 * @throws ProvisioningError `host/port-unusable`, and `host/package-missing` where the package is needed
 */
export async function openConsolePort(
  name: string,
  { baud, resetBoard = false }: ConsoleOptions,
  { output, signal, loadSerialPort = () => import('serialport'), platform = process.platform }: PortContext,
): Promise<ConsolePort> {
  const onRefused = (why: string) => {
    output.event(
      { event: 'reset-refused', why },
      `The board was not restarted: the port has no control lines (${why}).`,
    );
  };
  if (isSocketPort(name) || isPseudoTerminal(name, platform)) {
    if (resetBoard) onRefused('it is no serial port');
    return isSocketPort(name) ? await openSocketPort(name, signal) : openTtyPort(name);
  }
  const serialport = await loadSerialPort().catch(() => undefined);
  if (serialport) {
    const reset = resetBoard ? { onRefused } : undefined;
    return await openSerialPort(serialport, { path: name, baudRate: baud ?? usualBaud, reset });
  }
  if (platform === 'win32') throw packageMissing('a serial port of Windows');
  if (baud !== undefined) throw packageMissing('--baud');
  if (resetBoard) throw packageMissing('--reset-board');
  const port = openTtyPort(name);
  output.event(
    { event: 'port-as-is', port: name },
    `Without the package serialport, ${name} is used as it is set up; “stty -F ${name} ${usualBaud}” sets its speed.`,
  );
  return port;
}

function packageMissing(what: string): ProvisioningError {
  return new ProvisioningError('host/package-missing', `${what} needs the package serialport`, {
    details: { package: 'serialport' },
  });
}

/** A terminal without a wire has neither speed nor control lines, so it needs no package. */
function isPseudoTerminal(name: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return false;
  try {
    return /^\/dev\/(pts\/|ttys\d|ttyp\d)/.test(realpathSync(name));
  } catch (cause) {
    throw portError(name, cause);
  }
}
