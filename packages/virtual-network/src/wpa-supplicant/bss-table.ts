import type { ExportedObject } from '@esp-prov/dbus';
import { type Bytes, fromHex } from '@esp-prov/protocol';
import type { AccessPoint } from '../air/access-point.ts';
import { wpaInterfaces } from './wpa-names.ts';
import type { WpaWorld } from './wpa-world.ts';

/** Scans in a row without an access point, after which it is forgotten. wpa_supplicant: bss_expire_count */
const expireCount = 2;

/** An access point as scans have brought it. */
export interface HeardBss {
  readonly path: string;
  accessPoint: AccessPoint;
  /** Whether its name is known: it tells it, or it was asked by name. */
  named: boolean;
  /** When it was heard last. */
  heardAt: number;
  missed: number;
}

/** The access points that an interface has heard: its objects `BSSs`. */
export class BssTable {
  readonly #world: WpaWorld;
  readonly #interfacePath: string;
  readonly #all = new Map<string, HeardBss>();
  /** Addresses that the last scan has brought. */
  #last = new Set<string>();
  #next = 0;

  constructor(world: WpaWorld, interfacePath: string) {
    this.#world = world;
    this.#interfacePath = interfacePath;
  }

  get paths(): readonly string[] {
    return [...this.#all.values()].map(({ path }) => path);
  }

  /** What the last scan has heard by name, strongest first: networks are chosen from that alone. */
  get fresh(): readonly HeardBss[] {
    const heard = [...this.#all.values()].filter(
      ({ accessPoint, named }) => named && this.#last.has(accessPoint.bssid),
    );
    return heard.sort((a, b) => b.accessPoint.rssi - a.accessPoint.rssi);
  }

  pathOf(bssid: string): string | undefined {
    return this.#all.get(bssid)?.path;
  }

  /** Takes what a scan has heard. `frequencies` are those that it has visited; undefined: all. */
  update(heard: ReadonlyMap<AccessPoint, boolean>, frequencies: readonly number[] | undefined): void {
    this.#last = new Set();
    for (const [accessPoint, named] of heard) {
      this.#last.add(accessPoint.bssid);
      this.#note(accessPoint, named);
    }
    for (const [bssid, bss] of this.#all) {
      const visited = frequencies === undefined || frequencies.includes(bss.accessPoint.frequency);
      if (this.#last.has(bssid) || !visited) continue;
      bss.missed += 1;
      if (bss.missed >= expireCount) this.#forget(bssid, bss);
    }
  }

  /** Forgets all. */
  clear(): void {
    for (const [bssid, bss] of this.#all) this.#forget(bssid, bss);
  }

  #note(accessPoint: AccessPoint, named: boolean): void {
    const heardAt = this.#world.clock.now();
    const known = this.#all.get(accessPoint.bssid);
    if (known && known.named === named) {
      Object.assign(known, { accessPoint, heardAt, missed: 0 });
      this.#world.server.changed(known.path, wpaInterfaces.bss, 'Signal', 'Age');
      return;
    }
    // The real one has an entry for each name of an address.
    if (known) this.#forget(accessPoint.bssid, known);
    const path = `${this.#interfacePath}/BSSs/${this.#next++}`;
    const bss: HeardBss = { path, accessPoint, named, heardAt, missed: 0 };
    this.#all.set(accessPoint.bssid, bss);
    this.#world.server.add(path, this.#exported(bss));
    this.#signal('BSSAdded', path, {});
  }

  #forget(bssid: string, bss: HeardBss): void {
    this.#all.delete(bssid);
    this.#world.server.remove(bss.path);
    this.#signal('BSSRemoved', bss.path);
  }

  #signal(member: string, ...body: unknown[]): void {
    if (!this.#world.server.has(this.#interfacePath)) return;
    this.#world.server.signal(this.#interfacePath, wpaInterfaces.interface, member, ...body);
  }

  #exported(bss: HeardBss): ExportedObject {
    // The real one takes whole seconds from each other.
    const age = () => Math.floor(this.#world.clock.now() / 1000) - Math.floor(bss.heardAt / 1000);
    return {
      [wpaInterfaces.bss]: {
        properties: {
          SSID: { signature: 'ay', get: () => (bss.named ? bss.accessPoint.ssid : new Uint8Array(0)) },
          BSSID: { signature: 'ay', get: () => addressBytes(bss.accessPoint.bssid) },
          Privacy: { signature: 'b', get: () => !['open', 'owe'].includes(bss.accessPoint.security) },
          Mode: { signature: 's', get: () => 'infrastructure' },
          Signal: { signature: 'n', get: () => bss.accessPoint.rssi },
          Frequency: { signature: 'q', get: () => bss.accessPoint.frequency },
          WPA: { signature: 'a{sv}', get: () => security(wpaOf(bss.accessPoint), false) },
          RSN: { signature: 'a{sv}', get: () => security(rsnOf(bss.accessPoint), true) },
          Age: { signature: 'u', get: age },
        },
      },
    };
  }
}

function addressBytes(address: string): Bytes {
  return fromHex(address.replaceAll(':', '').toLowerCase());
}

function wpaOf({ security: kind }: AccessPoint): string[] {
  return kind === 'wpa' || kind === 'wpa-wpa2' ? ['wpa-psk'] : [];
}

function rsnOf({ security: kind }: AccessPoint): string[] {
  switch (kind) {
    case 'wpa2':
    case 'wpa-wpa2':
      return ['wpa-psk'];
    case 'wpa2-wpa3':
      return ['wpa-psk', 'sae'];
    case 'wpa3':
      return ['sae'];
    case 'owe':
      return ['owe'];
    case 'enterprise':
      return ['wpa-eap'];
    default:
      return [];
  }
}

function security(keyManagement: readonly string[], rsn: boolean): Record<string, unknown> {
  const cipher = keyManagement.length === 0 ? '' : rsn ? 'ccmp' : 'tkip';
  return {
    KeyMgmt: { signature: 'as', value: keyManagement },
    Group: { signature: 's', value: cipher },
    Pairwise: { signature: 'as', value: cipher === '' ? [] : [cipher] },
    ...(rsn ? { MgmtGroup: { signature: 's', value: keyManagement.includes('sae') ? 'aes128cmac' : '' } } : {}),
  };
}
