import { connectBle, type OpenTransport, Provisioner } from '@esp-prov/client';
import { type BleDeviceOptions, type BleHost, bleDeviceTransport } from '@esp-prov/device';
import type { SecurityVersion } from '@esp-prov/protocol';
import { type MemoryRadio, manualClock, memoryRadio } from '@esp-prov/testing';
import { bleOptions, type ReleaseProfile, type VirtualEsp32Options } from '../../src/index.ts';
import { type PoweredDevice, powerOn } from './powered-device.ts';

/** A virtual device on a memory radio. */
export interface BleDevice extends PoweredDevice {
  readonly radio: MemoryRadio;
  readonly openLink: OpenTransport;
  /**
   * Returns a client that looks for the device and opens a session, by default with the secrets of the examples.
   */
  provisioner(secrets?: { pop?: string; password?: string }): Promise<Provisioner>;
}

/** Switches a device of a release on whose transport is Bluetooth by one of its hosts. */
export async function powerOnBle(
  profile: ReleaseProfile,
  scheme: SecurityVersion,
  {
    host,
    ble = {},
    ...options
  }: Partial<VirtualEsp32Options> & { readonly host?: BleHost; readonly ble?: BleDeviceOptions } = {},
): Promise<BleDevice> {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const transport = bleDeviceTransport(radio.peripheral, { ...bleOptions(profile, host), ...ble, clock });
  const powered = await powerOn(profile, scheme, { ...options, transport, clock });
  const openLink: OpenTransport = ({ signal }) =>
    connectBle(radio.central, { name: powered.device.serviceName, clock, signal });
  const managed = profile.versionReply.kind === 'json';
  return {
    ...powered,
    clock,
    radio,
    openLink,
    provisioner: ({ pop = 'abcd1234', password = 'abcd1234' } = {}) =>
      clock.run(
        Provisioner.connect(openLink, {
          // Questions, which demand nothing: each scheme takes what it needs.
          pop: () => pop,
          username: () => 'wifiprov',
          password: () => password,
          allowUnproven: true,
          clock,
          ...(managed ? {} : { securityVersion: scheme, protocolVersion: 'V0.1' }),
        }),
      ),
    async provision(provisioner, ssid, passphrase) {
      const last = async () => {
        const steps = [];
        for await (const step of provisioner.provision({ ssid, passphrase })) steps.push(step);
        return steps.at(-1);
      };
      const step = await clock.run(last());
      if (!step) throw new Error('the provisioning had no step');
      return step;
    },
  };
}
