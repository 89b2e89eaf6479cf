import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JsonProgram } from './json-program.mjs';

const program = fileURLToPath(new URL('board-program.mjs', import.meta.url));
const stateFolder = '/var/lib/esp-prov';
/** For an event; on a busy machine the start of a board takes half a minute. */
const patienceMs = 120_000;

/** What the board accepts, and clients show. */
export const boardSecrets = { username: 'wifiprov', password: 'abcd1234' };
/** By the address of its radio, 02:00:00:00:00:00. */
export const boardName = 'PROV_000000';

/** A board is new again. */
export function eraseBoard() {
  rmSync(stateFolder, { recursive: true, force: true });
}

/** Starts the board as a device in a process of its own, which disposal ends cleanly. */
export function startBoard({ log, ...options }) {
  const all = { stateFolder, secret: boardSecrets, bluetooth: { adapter: 'hci1' }, ...options };
  const onErrors = (text) => log('info', 'program', text.trimEnd());
  const process = new JsonProgram('node', [program, JSON.stringify(all)], { onErrors });
  const event = (kind) => process.next((line) => line.kind === kind, patienceMs);
  return {
    name: boardName,
    secrets: boardSecrets,
    event,
    /** Waits for an event of the manager. */
    manager: (kind) => process.next((line) => line.kind === 'manager' && line.event.kind === kind, patienceMs),
    kill: () => process.kill(),
    pid: process.pid,
    end: () => process[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
