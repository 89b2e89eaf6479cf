import { type ConnectedBus, connectBus, type Variant } from '@esp-prov/dbus';
import { systemClock, systemRandom } from '@esp-prov/protocol';
import { startVirtualNetworkManager, type VirtualNetworkManagerOptions } from '@esp-prov/virtual-network';
import { openNetworkManager } from '../../src/networkmanager/open-network-manager.ts';
import {
  airOfBoard,
  type OpenedBoard,
  type ServiceBench,
  type ServiceBenchOptions,
} from '../wifi-service-conformance.ts';
import { until } from './until.ts';

/** Times of a daemon in a hurry, with the order among them as it is. */
const quick = {
  scanMs: 100,
  joinMs: 20,
  wrongKeyMs: 200,
  wrongSaeMs: 20,
  lossMs: 50,
  dhcpMs: 20,
  hotspotMs: 50,
  supplicantMs: 20,
  supplicantTimeoutMs: 2500,
  dhcpTimeoutMs: 900,
  linkTimeoutMs: 300,
  scanPauseMs: 50,
  activeScanPauseMs: 50,
  periodicScanMs: 100,
  stepMs: 1,
  deactivateMs: 5,
};

const nm = 'org.freedesktop.NetworkManager';
const manager = { destination: nm, path: '/org/freedesktop/NetworkManager', interface: nm };
const settings = { destination: nm, path: '/org/freedesktop/NetworkManager/Settings', interface: `${nm}.Settings` };

/** Returns a virtual NetworkManager, and boards on it. */
export async function nmBench(
  { accessPoints, userNetwork }: ServiceBenchOptions = { accessPoints: airOfBoard, userNetwork: false },
  more: VirtualNetworkManagerOptions = {},
) {
  const profiles = userNetwork ? [{ id: 'Attic', ssid: 'Attic', passphrase: 'attic passphrase' }] : [];
  const daemon = await startVirtualNetworkManager({ accessPoints, profiles, delays: quick, ...more });
  const open: AsyncDisposable[] = [];
  const judge = await connectBus({ address: daemon.address });
  const log: string[] = [];
  const bench: ServiceBench & {
    readonly daemon: typeof daemon;
    readonly log: readonly string[];
    readonly judge: ConnectedBus;
  } = {
    daemon,
    log,
    judge,
    async open({ signal, waiting = [] } = {}): Promise<OpenedBoard> {
      const bus = await connectBus({ address: daemon.address });
      open.push(bus);
      const wifi = await openNetworkManager({
        bus,
        clock: systemClock,
        random: systemRandom,
        log: (level, _, text) => void log.push(`${level}: ${text}`),
        signal,
        onWaiting: (what) => void waiting.push(what),
      });
      open.push(wifi);
      return { wifi, waiting, die: async () => await bus.close() };
    },
    async networks() {
      const all = await profilesOf(judge);
      const names = all.map(({ id }) => id);
      return {
        user: names.filter((id) => !id.startsWith('esp-prov ')),
        ours: names.filter((id) => id.startsWith('esp-prov ')),
      };
    },
    async useUserNetwork() {
      const profile = (await profilesOf(judge)).find(({ id }) => id === 'Attic');
      const device = await judge.call({ ...manager, member: 'GetDeviceByIpIface', signature: 's', body: ['wlan0'] });
      const body = [profile?.path, device[0], '/'];
      await judge.call({ ...manager, member: 'ActivateConnection', signature: 'ooo', body });
      await until(() => new TextDecoder().decode(daemon.connectedTo('wlan0')) === 'Attic');
    },
    async loseOurs() {
      for (const { id, path } of await profilesOf(judge)) {
        if (!id.startsWith('esp-prov ')) continue;
        await judge.call({ destination: nm, path, interface: `${nm}.Settings.Connection`, member: 'Delete' });
      }
    },
    async close() {
      for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
      await judge.close();
      await daemon[Symbol.asyncDispose]();
    },
  };
  if (userNetwork) await until(() => daemon.connectedTo('wlan0') !== undefined);
  return bench;
}

async function profilesOf(bus: ConnectedBus): Promise<readonly { readonly id: string; readonly path: string }[]> {
  const [paths] = await bus.call({ ...settings, member: 'ListConnections' });
  const found = [];
  for (const path of paths as string[]) {
    const [profile] = await bus.call({
      destination: nm,
      path,
      interface: `${nm}.Settings.Connection`,
      member: 'GetSettings',
    });
    const { connection } = profile as { connection?: Record<string, Variant> };
    found.push({ id: String(connection?.['id']?.value), path });
  }
  return found;
}
