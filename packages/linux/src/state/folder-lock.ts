import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Keeps other processes of this machine away from a folder until it is disposed of.
 *
 * It is a name among the abstract Unix sockets, which the kernel gives to one process and takes back when that ends,
 * however it ends. A file would stay behind after a power cut, and after a start with the clock set back nothing tells
 * that it is old.
 *
 * @throws ProvisioningError `board/busy`
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  // The same for all names of the folder, and for all users.
  const { dev, ino } = await stat(folder, { bigint: true });
  const server = createServer((socket) => socket.destroy());
  await listen(server, `\0esp-prov board ${dev}:${ino}`, folder);
  // Nobody is served: it must neither keep the process alive nor wake it.
  server.unref();
  return {
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, name: string, folder: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      const why = isTaken ? 'another process uses it' : `it cannot be locked (${cause.code})`;
      const text = `the state in ${folder} is not free: ${why}`;
      reject(new ProvisioningError('board/busy', text, { cause, details: { path: folder } }));
    });
    server.listen({ path: name, exclusive: true }, resolve);
  });
}
