import { createSocket } from 'node:dgram';
import { createRequire } from 'node:module';
import { networkInterfaces } from 'node:os';
import type { BluetoothState } from '@esp-prov/bluez';

/** A network interface of this machine with an IPv4 address. */
export interface Interface {
  readonly name: string;
  readonly address: string;
}

/** What the doctor looks at; tests hand in machines that are ill. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Version of Node, such as `20.19.0`. */
  readonly nodeVersion: string;
  interfaces(): readonly Interface[];
  /** Returns the local address from which packets to `host` would leave; undefined: there is no way. */
  routeTo(host: string): Promise<string | undefined>;
  /** Whether a package can be loaded by the command. */
  hasPackage(name: string): boolean;
  /** Only called on Linux. */
  bluetooth(): Promise<BluetoothState>;
}

/** Returns the machine that this runs on. */
export function thisMachine(options: { readonly adapter?: string | undefined; readonly signal: AbortSignal }): Machine {
  return {
    platform: process.platform,
    nodeVersion: process.versions.node,
    interfaces: () =>
      Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
        addresses
          .filter(({ family, internal }) => family === 'IPv4' && !internal)
          .map(({ address }) => ({ name, address })),
      ),
    routeTo,
    hasPackage(name) {
      try {
        createRequire(import.meta.url).resolve(name);
        return true;
      } catch {
        return false;
      }
    },
    async bluetooth() {
      const { bluetoothState } = await import('@esp-prov/bluez');
      return await bluetoothState(options);
    },
  };
}

/** Looks into the system's routing table: to connect a datagram socket chooses the local address and sends nothing. */
function routeTo(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const settle = (address: string | undefined) => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => settle(undefined));
    socket.connect(80, host, () => settle(socket.address().address));
  });
}
