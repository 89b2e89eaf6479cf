import { closeSync, constants, openSync, write } from 'node:fs';
import { isatty, ReadStream } from 'node:tty';
import type { ConsolePort } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { portError } from './port-error.ts';
import { streamPort } from './stream-port.ts';

/**
 * Opens a pseudo-terminal or a serial port that is set up already, without the package serialport: its speed stays as
 * it is, and its line discipline is switched off while the port is open.
 */
export function openTtyPort(path: string): ConsolePort {
  const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
  let fd: number;
  try {
    // Without waiting for the carrier of a modem, and without becoming the terminal of this process.
    fd = openSync(path, O_RDWR | O_NOCTTY | O_NONBLOCK);
  } catch (cause) {
    throw portError(path, cause);
  }
  if (!isatty(fd)) {
    closeSync(fd);
    throw new ProvisioningError('host/port-unusable', `the port ${path} is no terminal`, { details: { port: path } });
  }
  const input = new ReadStream(fd);
  input.setRawMode(true);
  return streamPort(input, {
    // The stream of a terminal's input cannot be written to; a command is shorter than what a terminal buffers.
    write: (bytes, done) => write(fd, bytes, done),
    async close() {
      input.setRawMode(false);
      input.destroy();
    },
  });
}
