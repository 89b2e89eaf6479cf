import { connect, type Socket } from 'node:net';

/** Returns a peer that sends what no library would: any bytes, after a proper greeting. */
export async function rawPeer(address: string): Promise<Socket> {
  const path = /unix:path=([^,]+)/.exec(address)?.[1] ?? '';
  const socket = connect(path);
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  await answer(socket);
  socket.write('BEGIN\r\n');
  socket.write(
    message(1, 1, [
      [1, 'o', '/org/freedesktop/DBus'],
      [2, 's', 'org.freedesktop.DBus'],
      [3, 's', 'Hello'],
      [6, 's', 'org.freedesktop.DBus'],
    ]),
  );
  await answer(socket);
  return socket;
}

/**
 * Returns a signal to one connection whose body says that its one value is file descriptor 0, with no descriptor sent.
 */
export function signalWithoutDescriptor(destination: string): Buffer {
  return message(
    4,
    2,
    [
      [1, 'o', '/bad'],
      [2, 's', 'org.example.Bad'],
      [3, 's', 'Bad'],
      [6, 's', destination],
      [8, 'g', 'h'],
    ],
    Buffer.alloc(4),
  );
}

type Field = readonly [code: number, type: 's' | 'o' | 'g', text: string];

function message(type: number, serial: number, fields: readonly Field[], body: Buffer = Buffer.alloc(0)): Buffer {
  let content = Buffer.alloc(0);
  for (const [code, fieldType, text] of fields) {
    content = Buffer.concat([
      padded(content),
      Buffer.from([code, 1, fieldType.charCodeAt(0), 0]),
      value(fieldType, text),
    ]);
  }
  const start = Buffer.from([0x6c, type, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  start.writeUInt32LE(body.length, 4);
  start.writeUInt32LE(serial, 8);
  start.writeUInt32LE(content.length, 12);
  return Buffer.concat([padded(Buffer.concat([start, content])), body]);
}

function value(type: 's' | 'o' | 'g', text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`);
  if (type === 'g') return Buffer.concat([Buffer.from([text.length]), bytes]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, bytes]);
}

function padded(buffer: Buffer): Buffer {
  return Buffer.concat([buffer, Buffer.alloc((8 - (buffer.length % 8)) % 8)]);
}

function answer(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('data', resolve));
}
