import type { ExportedInterface } from '@esp-prov/dbus';
import type { ActiveConnection } from './active-connection.ts';

/** Returns the interface `org.freedesktop.NetworkManager.Connection.Active`. */
export function activeInterface(active: ActiveConnection): ExportedInterface {
  const path = (get: () => string) => ({ signature: 'o', get: () => (active.configured ? get() : '/') });
  const { profile, device } = active;
  return {
    properties: {
      Connection: { signature: 'o', get: () => (profile.onBus ? profile.path : '/') },
      SpecificObject: { signature: 'o', get: () => active.specificObject },
      Id: { signature: 's', get: () => profile.id },
      Uuid: { signature: 's', get: () => profile.uuid },
      Type: { signature: 's', get: () => profile.type },
      Devices: { signature: 'ao', get: () => (active.ended ? [] : [device.path]) },
      State: { signature: 'u', get: () => active.state },
      StateFlags: { signature: 'u', get: () => active.flags },
      Default: { signature: 'b', get: () => active.isDefault },
      Ip4Config: path(() => device.ip4Path),
      Dhcp4Config: path(() => device.dhcp4Path),
      Default6: { signature: 'b', get: () => false },
      Ip6Config: path(() => device.ip6Path),
      Dhcp6Config: { signature: 'o', get: () => '/' },
      Vpn: { signature: 'b', get: () => false },
      Controller: { signature: 'o', get: () => '/' },
      Master: { signature: 'o', get: () => '/' },
    },
    signals: { StateChanged: 'uu' },
  };
}
