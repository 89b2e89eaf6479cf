import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { startVirtualNetworkManager } from '@esp-prov/virtual-network';
import { Program } from './program.ts';
import { Scratch } from './scratch.ts';
import { secrets } from './secrets.ts';

/** A machine with a radio, a NetworkManager and a BlueZ, none of them real. */
export async function startMachine() {
  const scratch = new Scratch();
  const bluez = await startVirtualBluez();
  const network = await startVirtualNetworkManager({
    bus: bluez.address,
    accessPoints: [{ ssid: 'myssid', passphrase: secrets.password, answersAfterMs: 50 }],
  });
  const env = { DBUS_SYSTEM_BUS_ADDRESS: bluez.address };
  const state = scratch.path('state');
  return {
    scratch,
    network,
    /** What every program on this machine has in its environment. */
    env,
    state,
    /** Starts the board; `--json` is in the arguments where events are wanted. */
    board: (...args: readonly string[]) =>
      new Program(['device', '--linux', '--state', state, ...args], { env, mayPrintSecrets: true }),
    /** Options by which a client on the same machine reaches it: by the other adapter. */
    client: ['--transport', 'ble', '--ble-adapter', 'hci1'],
    async [Symbol.asyncDispose]() {
      await network[Symbol.asyncDispose]();
      await bluez[Symbol.asyncDispose]();
      scratch[Symbol.dispose]();
    },
  };
}
