import { access, constants, readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { release } from 'node:os';
import { join } from 'node:path';
import { type BluetoothState, bluetoothState, rfkillSwitches } from '@esp-prov/bluez';
import { connectBus, isDBusError } from '@esp-prov/dbus';
import { decodeUtf8 } from '@esp-prov/protocol';
import { readRegularFile } from '../../../input/bounded-file.ts';
import { runTool } from '../../../reach/wifi/run-tool.ts';
import { boardBus } from './board-bus.ts';
import type { BoardMachine } from './board-machine.ts';

/** Bytes of the largest file that is read. */
const longestFile = 64 * 1024;

/** Longest time that a program may take. */
const programMs = 5000;

/** Where programs for administrators are, which the `PATH` of other users does not name. */
const adminFolders = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** Runs `look` with the machine that this runs on, and closes its connections after that. */
export async function withThisBoard<T>(
  { adapter, signal }: { readonly adapter?: string | undefined; readonly signal: AbortSignal },
  look: (machine: BoardMachine) => Promise<T>,
): Promise<T> {
  const open: AsyncDisposable[] = [];
  // Two look at it.
  let bluetooth: Promise<BluetoothState> | undefined;
  try {
    const machine: BoardMachine = {
      platform: process.platform,
      nodeVersion: process.versions.node,
      kernel: release(),
      uid: process.getuid?.() ?? -1,
      text: async (path) => readText(path),
      names: async (folder) => await readdir(folder).catch(() => undefined),
      mode: async (path) => (await stat(path).catch(() => undefined))?.mode,
      hasProgram: async (name) => (await placeOf(name)) !== undefined,
      async run(program, args) {
        const place = await placeOf(program);
        const end = place === undefined ? undefined : await runTool(place, args, { ms: programMs, signal });
        return end?.kind === 'ended' ? { code: end.code, stdout: end.stdout.toString('utf8') } : undefined;
      },
      async bus() {
        try {
          const bus = await connectBus({ signal });
          open.push(bus);
          return boardBus(bus, signal);
        } catch (error) {
          if (isDBusError(error)) return error.message;
          throw error;
        }
      },
      tryPort,
      radioSwitches: rfkillSwitches(),
      bluetooth: () => (bluetooth ??= bluetoothState({ adapter, signal })),
    };
    return await look(machine);
  } finally {
    for (const each of open) await each[Symbol.asyncDispose]();
  }
}

function readText(path: string): string | undefined {
  try {
    return decodeUtf8(readRegularFile(path, { limit: longestFile, called: path }));
  } catch {
    return undefined;
  }
}

async function placeOf(program: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(':').filter((folder) => folder !== ''), ...adminFolders];
  for (const folder of folders) {
    const place = join(folder, program);
    if (await isProgram(place)) return place;
  }
  return undefined;
}

async function isProgram(place: string): Promise<boolean> {
  return await access(place, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Listens for a moment: only that tells whether it can be done. */
function tryPort(port: number): ReturnType<BoardMachine['tryPort']> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' ? 'in-use' : 'not-permitted'),
    );
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve('free')));
  });
}
