import { type AddressInfo, createServer, type Socket } from 'node:net';
import { listenError } from '@esp-prov/device/node';
import type { HostedConsole } from './hosted-console.ts';
import { SerialInput } from './serial-input.ts';
import { writeHeard } from './write-heard.ts';

/** Returns a device whose serial line is a TCP port of this machine; the last client that connects has the line. */
export async function listeningConsole({
  host = '127.0.0.1',
  port = 0,
}: {
  readonly host?: string;
  /** 0: a free one. */
  readonly port?: number;
}): Promise<HostedConsole> {
  const typed = new SerialInput();
  let client: Socket | undefined;
  const server = createServer((socket) => {
    client?.destroy();
    // This client does not wait for what an earlier one typed and the device has not read.
    typed.clear();
    client = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => typed.push(bytes));
    // A client that goes away takes nothing with it: the line stays, as that of a device does.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (client === socket) client = undefined;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    address: `socket://${name}:${bound.port}`,
    ended: typed.ended,
    read: (signal) => typed.read(signal),
    write(text) {
      if (client) writeHeard(client, text);
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      client?.destroy();
      await closed;
      typed.end();
    },
  };
}
