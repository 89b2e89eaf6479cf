import { bluezCentral } from '@esp-prov/bluez';
import { connectBle, Provisioner, type ProvisionStep } from '@esp-prov/client';
import { startPrivateBus } from '@esp-prov/dbus';
import { startVirtualBluez, type VirtualBluez } from '@esp-prov/virtual-bluez';
import {
  startVirtualNetworkManager,
  type VirtualNetworkManager,
  type VirtualNetworkManagerOptions,
} from '@esp-prov/virtual-network';

/** A machine with a virtual BlueZ and a virtual NetworkManager on one bus, and a phone in front of it. */
export interface Chain extends AsyncDisposable {
  /** Of its bus, for `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  readonly bluez: VirtualBluez;
  readonly manager: VirtualNetworkManager;
  /** Ends the bus, as its daemon does when it is killed. */
  stopBus(): Promise<void>;
  /** Opens a session with the board, which is on the adapter hci1. */
  connect(name: string, password: string): Promise<Provisioner>;
}

/** What takes seconds on a real machine takes none here. */
const quick = {
  scanMs: 30,
  joinMs: 20,
  wrongKeyMs: 60,
  wrongSaeMs: 20,
  lossMs: 50,
  dhcpMs: 20,
  hotspotMs: 20,
  supplicantMs: 20,
  supplicantTimeoutMs: 2500,
  scanPauseMs: 20,
  activeScanPauseMs: 20,
  deactivateMs: 10,
};

const quickBluetooth = { connectMs: 2, resolveMs: 2, advertisingMs: 5, pairMs: 2, disconnectMs: 2 };

/** Starts the machine. */
export async function startChain(options: VirtualNetworkManagerOptions = {}): Promise<Chain> {
  const bus = await startPrivateBus();
  const bluez = await startVirtualBluez({ bus: bus.address, adapters: 2, delays: quickBluetooth });
  const accessPoints = [
    { ssid: 'home', passphrase: 'right key', channel: 6 },
    { ssid: 'work', passphrase: 'right key', channel: 11 },
  ];
  const manager = await startVirtualNetworkManager({ bus: bus.address, accessPoints, delays: quick, ...options });
  const centrals: AsyncDisposable[] = [];
  return {
    address: bus.address,
    bluez,
    manager,
    stopBus: () => bus.stop(),
    async connect(name, password) {
      const radioSwitches = async () => [];
      const central = bluezCentral({ busAddress: bus.address, adapter: 'hci0', radioSwitches });
      centrals.push(central);
      const open = ({ signal }: { readonly signal?: AbortSignal | undefined }) => connectBle(central, { name, signal });
      const client = await Provisioner.connect(open, { username: 'wifiprov', password });
      centrals.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const each of centrals.reverse()) await each[Symbol.asyncDispose]();
      await manager[Symbol.asyncDispose]();
      await bluez[Symbol.asyncDispose]();
      await bus.stop();
    },
  };
}

/** Provisions a board; returns the last step. */
export async function provision(client: Provisioner, ssid: string, passphrase: string): Promise<ProvisionStep> {
  let last: ProvisionStep | undefined;
  for await (const step of client.provision({ ssid, passphrase })) last = step;
  return last as ProvisionStep;
}
