import type { ExportedInterface } from '@esp-prov/dbus';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { connectivity, deviceStates, deviceTypes } from '../nm-enums.ts';
import { deviceError } from '../nm-error.ts';
import { withoutSecrets } from '../settings/profile-settings.ts';
import type { WifiDevice } from './wifi-device.ts';

/** Returns the interface `org.freedesktop.NetworkManager.Device` of a Wi-Fi device. */
export function deviceInterface(daemon: NetworkManagerd, device: WifiDevice): ExportedInterface {
  const same = (signature: string, value: unknown) => ({ signature, get: () => value });
  const requireIdle = () => {
    if (device.state <= deviceStates.disconnected) throw deviceError('NotActive', 'Device is not active');
  };
  const reached = () =>
    device.active?.isDefault && daemon.connections.connectivity === connectivity.full
      ? connectivity.full
      : connectivity.none;
  return {
    properties: {
      Udi: same('s', `/sys/devices/virtual/net/${device.name}`),
      Path: same('s', ''),
      Interface: same('s', device.name),
      IpInterface: { signature: 's', get: () => (device.state >= deviceStates.ipConfig ? device.name : '') },
      Driver: same('s', 'virtual'),
      DriverVersion: same('s', ''),
      FirmwareVersion: same('s', ''),
      Capabilities: same('u', 0x1),
      Ip4Address: same('u', 0),
      State: { signature: 'u', get: () => device.state },
      StateReason: { signature: '(uu)', get: () => [device.state, device.reason] },
      ActiveConnection: { signature: 'o', get: () => (device.active?.onBus ? device.active.path : '/') },
      Ip4Config: { signature: 'o', get: () => device.ip4Path },
      Dhcp4Config: { signature: 'o', get: () => device.dhcp4Path },
      Ip6Config: { signature: 'o', get: () => device.ip6Path },
      Dhcp6Config: same('o', '/'),
      Managed: { signature: 'b', get: () => device.state > deviceStates.unmanaged },
      Autoconnect: {
        signature: 'b',
        get: () => device.autoconnect,
        set: (value) => {
          daemon.permissions.requireForDevice('network-control');
          device.autoconnect = value === true;
        },
      },
      FirmwareMissing: same('b', false),
      NmPluginMissing: same('b', false),
      DeviceType: same('u', deviceTypes.wifi),
      AvailableConnections: {
        signature: 'ao',
        get: () => daemon.policy.available(device).map(({ path }) => path),
      },
      PhysicalPortId: same('s', ''),
      Mtu: same('u', 1500),
      Metered: same('u', 4),
      LldpNeighbors: same('aa{sv}', []),
      Real: same('b', true),
      Ip4Connectivity: { signature: 'u', get: reached },
      Ip6Connectivity: same('u', connectivity.unknown),
      InterfaceFlags: { signature: 'u', get: () => (device.state >= deviceStates.ipConfig ? 0x10003 : 0x1) },
      HwAddress: { signature: 's', get: () => device.hwAddress },
      Ports: same('ao', []),
    },
    methods: {
      Reapply: {
        in: 'a{sa{sv}}tu',
        out: '',
        call: () => {
          daemon.permissions.requireForDevice('network-control');
          if (device.state !== deviceStates.activated) throw deviceError('NotActive', 'Device is not activated');
        },
      },
      GetAppliedConnection: {
        in: 'u',
        out: 'a{sa{sv}}t',
        call: () => {
          const { active } = device;
          if (active === undefined) throw deviceError('NotActive', 'Device is not activated');
          return [withoutSecrets(active.profile.settings), 1n];
        },
      },
      Disconnect: {
        in: '',
        out: '',
        call: () => {
          daemon.permissions.requireForDevice('network-control');
          requireIdle();
          device.disconnectByHand();
        },
      },
      Delete: {
        in: '',
        out: '',
        call: () => {
          daemon.permissions.requireForDevice('network-control');
          throw deviceError('NotSoftware', 'This device is not a software device');
        },
      },
    },
    signals: { StateChanged: 'uuu' },
  };
}
