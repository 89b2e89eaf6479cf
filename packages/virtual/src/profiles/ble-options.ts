import type { BleDeviceOptions, BleHost } from '@esp-prov/device';
import type { ReleaseProfile } from './release-profile.ts';

/**
 * Returns how a release offers provisioning over Bluetooth: what to hand to `bleDeviceTransport` with a peripheral.
 *
 * @throws RangeError when the release cannot be built with that stack
 */
export function bleOptions(
  { name, ble }: ReleaseProfile,
  host: BleHost = ble.hosts[0] as BleHost,
): Pick<BleDeviceOptions, 'host' | 'rules' | 'service' | 'shortUuids' | 'descriptions'> {
  if (!ble.hosts.includes(host)) {
    throw new RangeError(`${name} cannot be built with ${host}, only with ${ble.hosts.join(' or ')}`);
  }
  return {
    host,
    rules: { ...ble.rules, ...ble.hostRules?.[host] },
    service: ble.service,
    shortUuids: !ble.namesEndpoints,
    descriptions: ble.namesEndpoints,
  };
}
