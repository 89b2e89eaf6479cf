import { type PrivateBus, startPrivateBus } from '@esp-prov/dbus';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  startVirtualNetworkManager,
  type VirtualNetworkManager,
  type VirtualNetworkManagerOptions,
} from '../../src/index.ts';
import { NmClient } from './nm-client.ts';

/** Passphrase of the protected access points of a room. */
export const passphrase = 'correct horse';

/** A virtual NetworkManager and a program that uses it. */
export interface NmRoom {
  readonly nm: VirtualNetworkManager;
  readonly client: NmClient;
}

const quick = {
  scanMs: 20,
  joinMs: 5,
  wrongKeyMs: 10,
  wrongSaeMs: 5,
  lossMs: 5,
  dhcpMs: 5,
  hotspotMs: 5,
  supplicantMs: 2,
  supplicantTimeoutMs: 60_000,
  dhcpTimeoutMs: 100,
  linkTimeoutMs: 80,
  scanPauseMs: 5,
  activeScanPauseMs: 10,
  periodicScanMs: 50,
  stepMs: 1,
  deactivateMs: 2,
};

/**
 * For a test that waits until NetworkManager gives a network up. Elsewhere that must not happen before the network has
 * answered, however busy the machine is.
 */
export const soonGivenUp = { supplicantTimeoutMs: 120 };

/** Returns a function that opens rooms for the tests of a file; they are cleared up after each test. */
export function nmRooms(): (options?: VirtualNetworkManagerOptions) => Promise<NmRoom> {
  const open: AsyncDisposable[] = [];
  let bus: PrivateBus;
  beforeAll(async () => {
    bus = await startPrivateBus();
  });
  afterAll(() => bus.stop());
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });
  return async (options = {}) => {
    const client = await NmClient.open(bus.address);
    open.push(client);
    const accessPoints = [
      { ssid: 'home', passphrase, rssi: -48 },
      { ssid: 'guest', channel: 1, rssi: -70 },
      { ssid: 'future', passphrase, security: 'wpa3' as const, channel: 36 },
      { ssid: 'both', passphrase, security: 'wpa2-wpa3' as const },
      { ssid: 'deaf', dhcp: false },
    ];
    const nm = await startVirtualNetworkManager({
      bus: bus.address,
      accessPoints,
      ...options,
      delays: { ...quick, ...options.delays },
    });
    open.push(nm);
    if (options.started ?? true)
      await client.heard(({ member }) => member === 'AccessPointAdded' || nm.hotspots.length > 0);
    return { nm, client };
  };
}
