import type { ExportedInterface } from '@esp-prov/dbus';
import { ActiveConnection, type ActiveDevice } from '../active/active-connection.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { activeReasons, activeStates, connectivity, deviceStates, deviceTypes, reasons } from '../nm-enums.ts';
import { nmInterfaces } from '../nm-names.ts';
import { uuidFrom } from '../settings/disk.ts';
import { settingNames } from '../settings/profile-settings.ts';
import { leasedIp4, noIp4 } from './ip-config.ts';
import { IpObjects } from './ip-objects.ts';

/** What is beside the Wi-Fi devices: programs have to pass over it. */
export type OtherKind = 'loopback' | 'p2p' | 'ethernet';

const kinds = {
  loopback: {
    type: deviceTypes.loopback,
    state: deviceStates.unmanaged,
    own: nmInterfaces.loopback,
    mac: '00:00:00:00:00:00',
  },
  p2p: { type: deviceTypes.wifiP2p, state: deviceStates.disconnected, own: nmInterfaces.wifiP2p, mac: '' },
  ethernet: {
    type: deviceTypes.ethernet,
    state: deviceStates.activated,
    own: nmInterfaces.wired,
    mac: '02:EE:00:00:00:01',
  },
} as const;

/** A device that is only there. An Ethernet device is connected, until a program ends that. */
export class OtherDevice implements ActiveDevice {
  readonly path: string;
  readonly name: string;
  readonly kind: OtherKind;
  readonly ip: IpObjects;
  readonly #daemon: NetworkManagerd;
  #state: number;
  #active: ActiveConnection | undefined;

  constructor(daemon: NetworkManagerd, name: string, kind: OtherKind) {
    this.#daemon = daemon;
    this.name = name;
    this.kind = kind;
    this.#state = kinds[kind].state;
    this.path = daemon.nextPath('Devices');
    this.ip = new IpObjects(daemon, () => this.announce('Dhcp4Config'));
    daemon.server.add(this.path, {
      [nmInterfaces.device]: this.#exported(),
      [nmInterfaces.statistics]: {
        properties: {
          RefreshRateMs: { signature: 'u', get: () => 0, set: () => undefined },
          TxBytes: { signature: 't', get: () => 0n },
          RxBytes: { signature: 't', get: () => 0n },
        },
      },
      [kinds[kind].own]: { properties: this.#ownProperties() },
    });
    if (kind === 'loopback') this.ip.set({ ...noIp4, addresses: [{ address: '127.0.0.1', prefix: 8 }] });
  }

  get ip4Path(): string {
    return this.ip.ip4Path;
  }

  get ip6Path(): string {
    return this.ip.ip6Path;
  }

  get dhcp4Path(): string {
    return this.ip.dhcp4Path;
  }

  get gateway(): string {
    return this.ip.ip4.gateway;
  }

  /** Connects an Ethernet device, by a profile that the daemon makes for it. */
  connect(): void {
    const text = (value: string) => ({ signature: 's', value });
    const id = 'Wired connection 1';
    const profile =
      this.#daemon.settings.byUuid(uuidFrom(this.name)) ??
      this.#daemon.settings.add(
        {
          [settingNames.connection]: {
            id: text(id),
            uuid: text(uuidFrom(this.name)),
            type: text(settingNames.ethernet),
          },
          [settingNames.ethernet]: {},
        },
        'memory',
      );
    const active = new ActiveConnection(this.#daemon, { profile, device: this, specificObject: '/', requested: false });
    this.#active = active;
    this.#daemon.connections.adopt(active);
    this.ip.openLease();
    this.ip.set(leasedIp4(99));
    active.setDefault(true);
    active.reach('layer2', 'ip4');
    active.setState(activeStates.activated);
  }

  deactivate(active: ActiveConnection, reason: number): void {
    if (this.#active !== active || this.#state !== deviceStates.activated) return;
    this.#setState(deviceStates.deactivating, reason);
    active.setState(activeStates.deactivating);
    this.#daemon.later(this.#daemon.delays.deactivateMs, () => {
      this.ip.clear();
      active.setDefault(false);
      this.#active = undefined;
      this.announce('ActiveConnection');
      this.#setState(deviceStates.disconnected, reason);
      active.setState(activeStates.deactivated, activeReasons.deviceDisconnected);
    });
  }

  announce(...names: string[]): void {
    this.#daemon.server.changed(this.path, nmInterfaces.device, ...names);
  }

  /** Takes it off the bus. */
  remove(): void {
    this.ip.remove();
    this.#daemon.server.remove(this.path);
  }

  #setState(state: number, reason: number): void {
    const before = this.#state;
    this.#state = state;
    this.announce('State', 'StateReason');
    this.#daemon.server.signal(this.path, nmInterfaces.device, 'StateChanged', state, before, reason);
  }

  #ownProperties(): ExportedInterface['properties'] {
    const { mac } = kinds[this.kind];
    const same = (signature: string, value: unknown) => ({ signature, get: () => value });
    if (this.kind === 'loopback') return {};
    if (this.kind === 'p2p') return { HwAddress: same('s', mac), Peers: same('ao', []) };
    return {
      HwAddress: same('s', mac),
      PermHwAddress: same('s', mac),
      Speed: same('u', 1000),
      S390Subchannels: same('as', []),
      Carrier: same('b', true),
    };
  }

  #exported(): ExportedInterface {
    const { type, mac } = kinds[this.kind];
    const same = (signature: string, value: unknown) => ({ signature, get: () => value });
    const managed = this.kind !== 'loopback';
    return {
      properties: {
        Udi: same('s', `/virtual/device/placeholder/${this.path.split('/').at(-1)}`),
        Path: same('s', ''),
        Interface: same('s', this.name),
        IpInterface: { signature: 's', get: () => (this.kind === 'p2p' ? '' : this.name) },
        Driver: same('s', 'unknown'),
        DriverVersion: same('s', ''),
        FirmwareVersion: same('s', ''),
        Capabilities: same('u', managed ? 1 : 5),
        Ip4Address: same('u', 0),
        State: { signature: 'u', get: () => this.#state },
        StateReason: { signature: '(uu)', get: () => [this.#state, reasons.none] },
        ActiveConnection: { signature: 'o', get: () => this.#active?.path ?? '/' },
        Ip4Config: { signature: 'o', get: () => this.ip4Path },
        Dhcp4Config: { signature: 'o', get: () => this.dhcp4Path },
        Ip6Config: { signature: 'o', get: () => this.ip6Path },
        Dhcp6Config: same('o', '/'),
        Managed: same('b', managed),
        Autoconnect: same('b', true),
        FirmwareMissing: same('b', false),
        NmPluginMissing: same('b', false),
        DeviceType: same('u', type),
        AvailableConnections: same('ao', []),
        PhysicalPortId: same('s', ''),
        Mtu: same('u', managed ? 1500 : 65_536),
        Metered: same('u', 0),
        LldpNeighbors: same('aa{sv}', []),
        Real: same('b', true),
        Ip4Connectivity: { signature: 'u', get: () => (this.#active ? connectivity.full : connectivity.unknown) },
        Ip6Connectivity: same('u', connectivity.unknown),
        InterfaceFlags: same('u', 0x10003),
        HwAddress: same('s', mac),
        Ports: same('ao', []),
      },
      signals: { StateChanged: 'uuu' },
    };
  }
}
