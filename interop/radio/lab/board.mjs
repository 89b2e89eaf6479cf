import { rmSync } from 'node:fs';
import { command } from '../../support/esp-prov.mjs';
import { JsonProgram } from './json-program.mjs';

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

/**
 * Starts the board as a device by our command in a process of its own, which disposal ends cleanly.
 *
 * @param args more options of `esp-prov device --linux`
 */
export function startBoard({ log, args = [] }) {
  const { username, password } = boardSecrets;
  const secrets = ['--security', '2', '--username', username, '--password', password];
  const adapter = args.includes('softap') ? [] : ['--ble-adapter', 'hci1'];
  const own = ['--linux', ...adapter, ...secrets, '--log-level', 'debug', '--json'];
  const isLog = ({ event, line }) => {
    if (event !== 'log') return false;
    // The messages of a session in full are of no use here.
    if (!line.includes('security2')) log('info', 'serial', line);
    return true;
  };
  const process = new JsonProgram('node', [command, 'device', ...own, ...args], {
    isLog,
    onErrors: (text) => log('info', 'program', text.trimEnd()),
  });
  return {
    name: boardName,
    secrets: boardSecrets,
    /**
     * Waits for an event. Others stay, as not every order is promised: a service may end before the board is online, or
     * after it.
     */
    event: (name, fits = () => true) =>
      process.next((line) => line.event === name && fits(line), patienceMs, { keepsOthers: true }),
    kill: () => process.kill(),
    pid: process.pid,
    end: () => process[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
