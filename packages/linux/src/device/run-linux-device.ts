import type { WifiCredentials } from '@esp-prov/device';
import { foreignText, type Log } from '@esp-prov/protocol';
import { controlObject } from '../control/control-object.ts';
import { boardIdentity } from '../identity/board-identity.ts';
import type { BoardState } from '../state/board-state.ts';
import type { BoardWifi } from '../wifi/board-wifi.ts';
import { BoardDevice } from './board-device.ts';
import type { BoardParts } from './board-parts.ts';
import { DeviceEvents } from './device-events.ts';
import type { LinuxDevice, LinuxDeviceOptions } from './linux-device.ts';
import { lostBus } from './lost-bus.ts';
import { OpenParts } from './open-parts.ts';
import { ownedDevice } from './owned-device.ts';

/** Makes a device of these parts; see `createLinuxDevice`. */
export async function runLinuxDevice(options: LinuxDeviceOptions, parts: BoardParts): Promise<LinuxDevice> {
  const opened = new OpenParts();
  try {
    return await open(options, parts, opened);
  } catch (error) {
    await opened[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
}

async function open(options: LinuxDeviceOptions, parts: BoardParts, opened: OpenParts): Promise<LinuxDevice> {
  const { clock, random, log } = parts;
  const events = new DeviceEvents(log);
  if (options.onEvent) events.add(options.onEvent);
  const state = opened.add(await parts.openState(options.stateFolder ?? defaultStateFolder()));
  const bus = options.bus ?? opened.add(await parts.connectBus());
  const lost = lostBus(bus);
  const onWaiting = (what: string) => events.tell({ kind: 'waiting', what });
  // A bus that ends meanwhile brings nothing of what is waited for.
  const signal = options.signal ? AbortSignal.any([options.signal, lost]) : lost;
  const waits = { ...options.wifi, bus, clock, random, log, signal, onWaiting };
  const wifi = opened.add(await parts.openWifi(waits));
  const identity = await boardIdentity(state, { mac: wifi.mac, random, demands: options });
  const facts = { provisioned: await settleNetwork(state, wifi, log), failedBoots: await countBoot(state, log) };
  const board = new BoardDevice({ parts, bus, wifi, identity, options, clock, log, state, events, lost, ...facts });
  // Put away behind the board, so that it tells the end too.
  opened.add(await controlObject({ bus, log, device: board, events, facts: () => board.facts }));
  opened.add(board);
  events.tell({ kind: 'ready', name: identity.name, provisioned: facts.provisioned });
  board.begin();
  return ownedDevice(board, opened);
}

/** Clears what an earlier run has left, however it ended; returns whether it has left a network, which is joined again. */
async function settleNetwork(state: BoardState, wifi: BoardWifi, log: Log): Promise<boolean> {
  const proven = await state.proven();
  const logged = async (what: string, task: () => Promise<void>) => {
    await task().catch((error) => log('error', 'board', `could not ${what}: ${foreignText(String(error))}`));
  };
  await logged('clear what an earlier run has left', () => wifi.cleanUp());
  // What was forgotten on the disk alone, when the power failed.
  if (!proven) await logged('forget the network', () => wifi.forget());
  else await logged('have the kept network joined', () => restore(state, wifi, proven));
  return proven !== undefined;
}

async function restore(state: BoardState, wifi: BoardWifi, proven: WifiCredentials): Promise<void> {
  // When the power failed between its proof and its keeping, the Wi-Fi service has the network before it: another one,
  // or the same with another passphrase, which it does not tell.
  const isKept = await state.isKept();
  if (!isKept) await wifi.forget();
  await wifi.restore(proven);
  if (!isKept) await state.noteKept();
}

async function countBoot(state: BoardState, log: Log): Promise<number> {
  try {
    return await state.noteBoot();
  } catch (error) {
    log('warn', 'board', `the starts of this board are not counted: ${foreignText(String(error))}`);
    return 0;
  }
}

/** Folder that systemd gives a service, or where it would be. */
function defaultStateFolder(): string {
  return process.env['STATE_DIRECTORY'] ?? '/var/lib/esp-prov';
}
