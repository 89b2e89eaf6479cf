import { once } from 'node:events';
import { connect } from 'node:net';
import { type ConsolePort, parseServiceAddress } from '@esp-prov/client';
import { portError } from './port-error.ts';
import { streamPort } from './stream-port.ts';

/** How a port is written that is reached over TCP: as pyserial, and with it esptool, writes it. */
const scheme = 'socket://';

/** Whether a port is reached over TCP. */
export function isSocketPort(name: string): boolean {
  return name.startsWith(scheme);
}

/** Opens a serial line behind a TCP port, such as that of a virtual device or of a serial-to-network adapter. */
export async function openSocketPort(name: string, signal: AbortSignal): Promise<ConsolePort> {
  const { host, port } = parseServiceAddress(name.slice(scheme.length));
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal });
  } catch (cause) {
    socket.destroy();
    signal.throwIfAborted();
    throw portError(name, cause);
  }
  socket.setNoDelay(true);
  return streamPort(socket, {
    write: (bytes, done) => socket.write(bytes, done),
    close: async () => void socket.destroy(),
  });
}
