import { type Bus, type ConnectedBus, connectBus } from '@esp-prov/dbus';
import { type Clock, ProvisioningError, systemClock, systemRandom } from '@esp-prov/protocol';
import {
  startVirtualWpaSupplicant,
  type VirtualWpaSupplicant,
  type VirtualWpaSupplicantOptions,
} from '@esp-prov/virtual-network';
import type { Programs } from '../../../src/programs/programs.ts';
import type { BoardWifi } from '../../../src/wifi/board-wifi.ts';
import type { BoardInterfaces } from '../../../src/wpa-supplicant/board-interfaces.ts';
import { openWpaSupplicant } from '../../../src/wpa-supplicant/open-wpa-supplicant.ts';

/** Times that are no more than needed for things to happen one after another. */
const quick = {
  delays: { scanMs: 20, joinMs: 20, wrongKeyMs: 40, wrongSaeMs: 10, lossMs: 20, dhcpMs: 20, hotspotMs: 10 },
  scanPauseMs: 40,
} as const;

/** A board under a virtual wpa_supplicant. */
export interface WpaRoom extends AsyncDisposable {
  readonly virtual: VirtualWpaSupplicant;
  readonly bus: ConnectedBus;
  readonly clock: Clock;
  /** The configuration file that is used for an interface of which wpa_supplicant does not know yet. */
  readonly configFile: string | undefined;
  /** What is put away with the room. */
  readonly opened: BoardWifi[];
  /** What was logged. */
  readonly lines: string[];
  /** What was waited for. */
  readonly waiting: string[];
  /** Programs that were run, with their arguments. */
  readonly ran: string[];
  /** Opens the board anew, as another run of the program does. */
  open(options?: RoomBoardOptions): Promise<BoardWifi>;
}

/** How a board in a room is opened. */
export interface RoomBoardOptions {
  readonly interfaceName?: string;
  readonly signal?: AbortSignal;
  /** Default: the connection of the room. */
  readonly bus?: Bus;
  readonly waiting?: string[];
}

/** Opens a board, as another run of the program does. */
export async function openRoomBoard(room: WpaRoom, options: RoomBoardOptions): Promise<BoardWifi> {
  const { waiting = room.waiting, ...more } = options;
  const wifi = await openWpaSupplicant({
    bus: room.bus,
    clock: room.clock,
    random: systemRandom,
    log: Object.assign((_level: string, _tag: string, text: string) => void room.lines.push(text), {
      shows: () => true,
    }),
    onWaiting: (what) => void waiting.push(what),
    board: virtualBoard(room.virtual, room.configFile),
    programs: ipProgram(room.virtual, room.ran),
    ...more,
  });
  room.opened.push(wifi);
  return wifi;
}

/** Starts a virtual wpa_supplicant with the quick times, and a connection to its bus. */
export async function wpaRoom(options: VirtualWpaSupplicantOptions = {}): Promise<WpaRoom> {
  const virtual = await startVirtualWpaSupplicant({ ...quick, ...options });
  const bus = await connectBus({ address: virtual.address });
  const lines: string[] = [];
  const waiting: string[] = [];
  const ran: string[] = [];
  const opened: BoardWifi[] = [];
  const clock: Clock = options.clock ?? systemClock;
  const room: WpaRoom = {
    virtual,
    bus,
    clock,
    configFile: Object.keys(options.files ?? {})[0],
    lines,
    waiting,
    ran,
    opened,
    open(more = {}) {
      return openRoomBoard(room, more);
    },
    async [Symbol.asyncDispose]() {
      for (const wifi of opened) await wifi[Symbol.asyncDispose]();
      await bus.close();
      await virtual[Symbol.asyncDispose]();
    },
  };
  return room;
}

/** Returns the interfaces of the virtual machine. */
function virtualBoard(virtual: VirtualWpaSupplicant, file: string | undefined): BoardInterfaces {
  return {
    wifi: async () => ['wlan0'],
    madeWith: async () => Uint8Array.of(2, 0, 0, 0, 0, 0),
    ip4: () => virtual.addresses,
    configFile: async () => file,
  };
}

/** Returns the program `ip` of the virtual machine, and none else. */
function ipProgram(virtual: VirtualWpaSupplicant, ran: string[]): Programs {
  const isScoped = (name: string) =>
    ran.some((line) => /replace .* scope 222$/.test(line) && line.includes(` ${name} `));
  return {
    async run({ program, arguments: args = [] }) {
      ran.push([program, ...args].join(' '));
      const said = [program, ...args].join(' ');
      const added = /^ip -4 address replace (\S+) dev (\S+)(?: label (\S+)| scope 222)?$/.exec(said);
      const flushed = /^ip -4 address flush dev (\S+) (?:label (\S+)|scope 222)$/.exec(said);
      const name = added?.[2] ?? flushed?.[1] ?? '';
      if (added) virtual.setAddress(name, added[1] ?? '', added[3]);
      if (added) return { stdout: new Uint8Array(0), stderr: '' };
      if (flushed?.[2] !== undefined) virtual.removeAddresses(flushed[2]);
      else if (flushed && isScoped(name)) virtual.removeAddresses(name);
      else throw new ProvisioningError('board/program-failed', `unknown: ${said}`);
      return { stdout: new Uint8Array(0), stderr: '' };
    },
    guard: () => Promise.reject(new ProvisioningError('board/program-missing', 'there is none')),
  };
}
