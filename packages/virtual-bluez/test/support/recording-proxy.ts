import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A proxy for a bus that notes the order of messages: a promise settles later than its answer arrives. */
export interface RecordingProxy extends AsyncDisposable {
  readonly address: string;
  /** `answer` or `signal` with the text of the message, for each message from the bus. */
  readonly messages: readonly { readonly kind: 'answer' | 'signal'; readonly text: string }[];
}

/** Starts a proxy to the bus at `address` for one connection. */
export async function recordingProxy(address: string): Promise<RecordingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-proxy-'));
  const path = join(folder, 'bus');
  const messages: { kind: 'answer' | 'signal'; text: string }[] = [];
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const bus = connect(/unix:path=([^,]+)/.exec(address)?.[1] ?? '');
    sockets.push(client, bus);
    client.pipe(bus);
    bus.pipe(client);
    let unread = Buffer.alloc(0);
    let greeted = false;
    bus.on('data', (data: Buffer) => {
      unread = Buffer.concat([unread, data]);
      // The greeting is lines of text; a message begins with the byte order.
      while (!greeted && unread.includes('\r\n')) unread = unread.subarray(unread.indexOf('\r\n') + 2);
      greeted ||= unread[0] === 0x6c;
      for (let length = messageLength(unread); greeted && length <= unread.length; length = messageLength(unread)) {
        const kind = unread[1] === 4 ? 'signal' : 'answer';
        messages.push({ kind, text: unread.subarray(0, length).toString('latin1') });
        unread = unread.subarray(length);
      }
    });
    for (const socket of [client, bus]) socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(path, done));
  return {
    address: `unix:path=${path}`,
    messages,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the length of the first message, whether or not all of it has arrived. */
function messageLength(bytes: Buffer): number {
  if (bytes.length < 16) return Number.POSITIVE_INFINITY;
  return 16 + Math.ceil(bytes.readUInt32LE(12) / 8) * 8 + bytes.readUInt32LE(4);
}
