import { Provisioner, type ProvisionStep, type Transport } from '@esp-prov/client';
import type { SecurityVersion } from '@esp-prov/protocol';
import { type ManualClock, manualClock, memoryLink } from '@esp-prov/testing';
import {
  type AppEvent,
  factoryFlash,
  type ReleaseProfile,
  type VirtualAccessPoint,
  VirtualEsp32,
  type VirtualEsp32Options,
} from '../../src/index.ts';

/** Networks of these tests. */
const air: readonly VirtualAccessPoint[] = [
  { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, auth: 'WPA2_PSK', password: 'right password' },
  { ssid: 'full', bssid: '02:00:00:00:00:02', channel: 1, rssi: -50, auth: 'WPA2_PSK', password: 'x', join: 'refuse' },
];

/** A virtual device in memory, its clock moved by the tests. */
export interface PoweredDevice {
  readonly clock: ManualClock;
  readonly device: VirtualEsp32;
  readonly serial: string[];
  readonly events: AppEvent[];
  connect(): Transport;
  /** Returns a session by default with the secrets of the examples and over a new link. */
  open(secrets?: { pop?: string; password?: string }, transport?: Transport): Promise<Provisioner>;
  /** Runs a provisioning to its last step. */
  provision(provisioner: Provisioner, ssid: string, passphrase: string, again?: boolean): Promise<ProvisionStep>;
}

/** Switches a device of a release on. */
export async function powerOn(
  profile: ReleaseProfile,
  securityVersion: SecurityVersion,
  options: Partial<Omit<VirtualEsp32Options, 'clock'>> & { readonly clock?: ManualClock } = {},
): Promise<PoweredDevice> {
  const { clock = manualClock() } = options;
  const link = memoryLink();
  const serial: string[] = [];
  const events: AppEvent[] = [];
  const device = new VirtualEsp32({
    transport: link.device,
    flash: factoryFlash(),
    air,
    clock,
    profile,
    secret: { securityVersion },
    serial: (line) => serial.push(line),
    logLevel: 'debug',
    ...options,
  });
  device.watch((event) => events.push(event));
  await clock.run(device.boot());
  const managed = profile.versionReply.kind === 'json';
  return {
    clock,
    device,
    serial,
    events,
    connect: () => link.connect(),
    open: ({ pop = 'abcd1234', password = 'abcd1234' } = {}, transport = link.connect()) =>
      clock.run(
        Provisioner.connect(transport, {
          // Questions, which demand nothing: each scheme takes what it needs.
          pop: () => pop,
          username: () => 'wifiprov',
          password: () => password,
          allowUnproven: true,
          clock,
          ...(managed ? {} : { securityVersion, protocolVersion: 'V0.1' }),
        }),
      ),
    provision(provisioner, ssid, passphrase, again = false) {
      const network = { ssid, passphrase };
      return clock.run(lastStep(again ? provisioner.provisionAgain(network) : provisioner.provision(network)));
    },
  };
}

async function lastStep(steps: AsyncIterable<ProvisionStep>): Promise<ProvisionStep> {
  let last: ProvisionStep | undefined;
  for await (const step of steps) last = step;
  if (!last) throw new Error('the provisioning had no step');
  return last;
}
