import type { BoardBus } from '../../../../src/commands/doctor/linux/board-bus.ts';
import type { BoardMachine, ProgramEnd } from '../../../../src/commands/doctor/linux/board-machine.ts';

/** What a board has on its disk, on its bus and in its radio. */
export interface BoardFacts {
  readonly files?: Readonly<Record<string, string>>;
  /** Rights of files and folders. */
  readonly modes?: Readonly<Record<string, number>>;
  readonly programs?: Readonly<Record<string, ProgramEnd>>;
  /** Properties by destination, path and interface, joined by spaces; a destination with any is there. */
  readonly objects?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly machine?: Partial<BoardMachine>;
}

const nm = 'org.freedesktop.NetworkManager';

const permitted = ['network-control', 'wifi.scan', 'settings.modify.system', 'wifi.share.protected', 'wifi.share.open'];

/** A Raspberry Pi on which nothing is wrong. */
export const healthy = {
  files: {
    '/etc/os-release': 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    '/sys/class/net/lo/address': '00:00:00:00:00:00\n',
    '/sys/class/net/wlan0/address': 'd8:3a:dd:01:02:03\n',
    '/sys/class/net/wlan0/phy80211/index': '0\n',
  },
  modes: {
    '/etc/systemd/system/esp-prov.service': 0o100644,
    '/run/systemd/system': 0o40755,
    '/var/lib/esp-prov': 0o40700,
  },
  programs: {
    dnsmasq: { code: 0, stdout: '' },
    iw: {
      code: 0,
      stdout: `country DE: DFS-ETSI
\tSupported interface modes:
\t\t * managed
\t\t * AP
\tvalid interface combinations:
\t\t * #{ managed } <= 1, #{ P2P-device } <= 1, #{ P2P-client, P2P-GO } <= 1,
\t\t   total <= 3, #channels <= 2
\t\t * #{ managed } <= 1, #{ AP } <= 1, #{ P2P-client } <= 1, #{ P2P-device } <= 1,
\t\t   total <= 4, #channels <= 1
\tHT Capability overrides:
`,
    },
    systemctl: { code: 0, stdout: 'active\n' },
  },
  objects: {
    [`${nm} /org/freedesktop/NetworkManager ${nm}`]: { Version: '1.42.4', WirelessEnabled: true, Devices: ['/dev/1'] },
    [`${nm} /dev/1 ${nm}.Device`]: { DeviceType: 2, Interface: 'wlan0', State: 100 },
    'org.bluez /org/bluez/hci0 org.bluez.LEAdvertisingManager1': { ActiveInstances: 0, SupportedInstances: 5 },
  },
  permissions: Object.fromEntries(permitted.map((name) => [`${nm}.${name}`, 'yes'])),
} as const satisfies BoardFacts;

/** Returns a board with these facts in place of those of a healthy one. */
export function fakeBoard(facts: BoardFacts = {}): BoardMachine {
  const { files, modes, programs, objects, permissions } = { ...healthy, ...facts } as Required<BoardFacts>;
  const bus: BoardBus = {
    hasName: async (name) => Object.keys(objects).some((key) => key.startsWith(`${name} `)),
    properties: async (...place) => objects[place.join(' ')],
    permissions: async () => permissions,
  };
  return {
    platform: 'linux',
    nodeVersion: '20.19.0',
    kernel: '6.6.31',
    uid: 1000,
    text: async (path) => files[path],
    async names(folder) {
      const below = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
      const names = new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] as string));
      return names.size === 0 ? undefined : [...names];
    },
    mode: async (path) => modes[path],
    hasProgram: async (name) => name in programs,
    async run(program, args) {
      const end = programs[program];
      return end && program === 'systemctl' && args[0] === 'is-enabled' ? { code: 0, stdout: 'enabled\n' } : end;
    },
    bus: async () => bus,
    tryPort: async () => 'free',
    radioSwitches: async () => [{ name: 'phy0', type: 'wlan', soft: false, hard: false }],
    async bluetooth() {
      const adapter = { id: 'hci0', path: '/org/bluez/hci0', address: 'D8:3A:DD:01:02:04', name: 'pi' };
      const roles = ['central', 'peripheral'];
      const adapters = [{ ...adapter, powered: true, blocked: undefined, roles }];
      return { problem: undefined, adapters, bluetoothdVersion: '5.66' };
    },
    ...facts.machine,
  };
}
