import type { ExportedInterface, Variant } from '@esp-prov/dbus';
import { type ProfileSettings, property, settingNames } from '../settings/profile-settings.ts';

/** The IPv4 configuration of a device. */
export interface Ip4 {
  readonly addresses: readonly { readonly address: string; readonly prefix: number }[];
  /** Empty: none. */
  readonly gateway: string;
  readonly nameservers: readonly string[];
  /** What the DHCP server gave; undefined: there was none. */
  readonly lease: Readonly<Record<string, string>> | undefined;
}

/** How a device has no address. */
export const noIp4: Ip4 = { addresses: [], gateway: '', nameservers: [], lease: undefined };

const text = (value: string): Variant => ({ signature: 's', value });
const number = (value: number): Variant => ({ signature: 'u', value });

/** Returns what a network gives to the interface with that number. */
export function leasedIp4(index: number): Ip4 {
  const address = `192.168.1.${100 + (index % 100)}`;
  const gateway = '192.168.1.1';
  return {
    addresses: [{ address, prefix: 24 }],
    gateway,
    nameservers: [gateway],
    lease: {
      ip_address: address,
      routers: gateway,
      subnet_mask: '255.255.255.0',
      domain_name_servers: gateway,
      dhcp_server_identifier: gateway,
      dhcp_lease_time: '3600',
    },
  };
}

/** Returns the addresses that a profile itself has, with the default of a shared one. */
export function ownIp4(settings: ProfileSettings): Ip4 {
  const data = (property(settings, settingNames.ip4, 'address-data', 'aa{sv}') ?? []) as readonly Record<
    string,
    Variant
  >[];
  const addresses = data.flatMap(({ address, prefix }) =>
    address?.signature === 's' && isIpv4(address.value) && prefix?.signature === 'u' && Number(prefix.value) <= 32
      ? [{ address: String(address.value), prefix: Number(prefix.value) }]
      : [],
  );
  const old = (property(settings, settingNames.ip4, 'addresses', 'aau') ?? []) as readonly (readonly number[])[];
  const all =
    addresses.length > 0
      ? addresses
      : old.map(([host = 0, prefix = 24]) => ({ address: dotted(host), prefix: Math.min(prefix, 32) }));
  const shared = property(settings, settingNames.ip4, 'method', 's') === 'shared';
  const given = all.length === 0 && shared ? [{ address: '10.42.0.1', prefix: 24 }] : all;
  const asked = property(settings, settingNames.ip4, 'gateway', 's');
  const gateway = isIpv4(asked) ? String(asked) : '';
  return { addresses: given, gateway: shared ? '' : gateway, nameservers: [], lease: undefined };
}

/** Returns the interface `org.freedesktop.NetworkManager.IP4Config`. */
export function ip4Interface(get: () => Ip4): ExportedInterface {
  const empty = (signature: string) => ({ signature, get: () => [] });
  return {
    properties: {
      Addresses: {
        signature: 'aau',
        get: () => get().addresses.map(({ address, prefix }) => [packed(address), prefix, packed(get().gateway)]),
      },
      AddressData: {
        signature: 'aa{sv}',
        get: () => get().addresses.map(({ address, prefix }) => ({ address: text(address), prefix: number(prefix) })),
      },
      Gateway: { signature: 's', get: () => get().gateway },
      Routes: empty('aau'),
      RouteData: {
        signature: 'aa{sv}',
        get: () =>
          get().addresses.map(({ address, prefix }) => ({
            dest: text(network(address, prefix)),
            prefix: number(prefix),
            metric: number(600),
          })),
      },
      Nameservers: { signature: 'au', get: () => get().nameservers.map(packed) },
      NameserverData: {
        signature: 'aa{sv}',
        get: () => get().nameservers.map((address) => ({ address: text(address) })),
      },
      Domains: empty('as'),
      Searches: empty('as'),
      DnsOptions: empty('as'),
      DnsPriority: { signature: 'i', get: () => 100 },
      WinsServers: empty('au'),
      WinsServerData: empty('as'),
    },
  };
}

/** Returns the interface `org.freedesktop.NetworkManager.DHCP4Config`. */
export function dhcp4Interface(get: () => Ip4): ExportedInterface {
  return {
    properties: {
      Options: {
        signature: 'a{sv}',
        get: () => Object.fromEntries(Object.entries(get().lease ?? {}).map(([name, value]) => [name, text(value)])),
      },
    },
  };
}

/** Returns the interface `org.freedesktop.NetworkManager.IP6Config` of a device that has only its own address. */
export function ip6Interface(isUp: () => boolean): ExportedInterface {
  const empty = (signature: string) => ({ signature, get: () => [] });
  const local = { address: text('fe80::1'), prefix: number(64) };
  return {
    properties: {
      Addresses: empty('a(ayuay)'),
      AddressData: { signature: 'aa{sv}', get: () => (isUp() ? [local] : []) },
      Gateway: { signature: 's', get: () => '' },
      Routes: empty('a(ayuayu)'),
      RouteData: empty('aa{sv}'),
      Nameservers: empty('aay'),
      Domains: empty('as'),
      Searches: empty('as'),
      DnsOptions: empty('as'),
      DnsPriority: { signature: 'i', get: () => 100 },
    },
  };
}

/** The number that D-Bus has for an address: its bytes in the order of the network, read in the order of the machine. */
function packed(address: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return ((d << 24) | (c << 16) | (b << 8) | a) >>> 0;
}

function isIpv4(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    /^(\d{1,3}\.){3}\d{1,3}$/.test(text) &&
    text.split('.').every((part) => Number(part) < 256)
  );
}

function dotted(packedAddress: number): string {
  return [0, 8, 16, 24].map((shift) => (packedAddress >>> shift) & 0xff).join('.');
}

function network(address: string, prefix: number): string {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const masked = (((a << 24) | (b << 16) | (c << 8) | d) & mask) >>> 0;
  return [24, 16, 8, 0].map((shift) => (masked >>> shift) & 0xff).join('.');
}
