import type { OpenedHotspot, VirtualAccessPoint, VirtualInterface } from '../virtual-network-options.ts';
import { type AccessPoint, accessPointOf, sameSsid, ssidBytes } from './access-point.ts';
import { type Radio, type RadioHotspot, radioOf } from './radio.ts';

/** Something that a daemon may want to know at once. */
export type AirEvent =
  | { readonly kind: 'plugged' | 'unplugged'; readonly radio: Radio }
  /** An access point came, changed or went. */
  | { readonly kind: 'put' | 'taken'; readonly accessPoint: AccessPoint };

/** What surrounds a daemon and outlives it: its radios, and the access points in range. */
export class Air {
  readonly #radios = new Map<string, Radio>();
  readonly #accessPoints = new Map<string, AccessPoint>();
  readonly #listeners = new Set<(event: AirEvent) => void>();
  #refused: 'protected' | 'all' | 'none' = 'none';
  #made = 0;
  #plugged = 0;

  constructor(options: {
    readonly interfaces?: readonly VirtualInterface[] | undefined;
    readonly accessPoints?: readonly VirtualAccessPoint[] | undefined;
  }) {
    for (const each of options.interfaces ?? [{}]) this.plug(each);
    for (const each of options.accessPoints ?? []) this.#add(each);
  }

  /** The radios that are plugged in, in that order. */
  get radios(): readonly Radio[] {
    return [...this.#radios.values()];
  }

  /** The access points in range, hidden ones included. */
  get accessPoints(): readonly AccessPoint[] {
    return [...this.#accessPoints.values()];
  }

  /** The access points that radios are. */
  get hotspots(): readonly OpenedHotspot[] {
    return this.radios.flatMap(({ name, hotspot }) => (hotspot ? [{ interfaceName: name, ...hotspot }] : []));
  }

  radio(name: string): Radio | undefined {
    return this.#radios.get(name);
  }

  /** Returns the access point of this address as it is now; undefined when it is out of range. */
  accessPoint(bssid: string): AccessPoint | undefined {
    return this.#accessPoints.get(bssid);
  }

  /** Calls `listener` at every event until the returned function is called. */
  listen(listener: (event: AirEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Puts an access point into range, or changes the one with its address, or else the first with its SSID. */
  put(given: VirtualAccessPoint): void {
    const ssid = ssidBytes(given.ssid);
    const known = given.bssid === undefined ? this.accessPoints.find((each) => sameSsid(each.ssid, ssid)) : undefined;
    this.#tell({ kind: 'put', accessPoint: this.#add(known ? { ...given, bssid: known.bssid } : given) });
  }

  /** Takes all access points of an SSID out of range. */
  take(ssid: string | Uint8Array): void {
    const name = ssidBytes(ssid);
    for (const accessPoint of this.accessPoints.filter((each) => sameSsid(each.ssid, name))) {
      this.#accessPoints.delete(accessPoint.bssid);
      this.#tell({ kind: 'taken', accessPoint });
    }
  }

  /** Plugs an interface in; does nothing when there is one of its name. */
  plug(given: VirtualInterface): void {
    const radio = radioOf(given, this.#plugged);
    if (this.#radios.has(radio.name)) return;
    this.#plugged += 1;
    this.#radios.set(radio.name, radio);
    this.#tell({ kind: 'plugged', radio });
  }

  /** Pulls an interface out, which ends what it was connected to and what it was. */
  unplug(name: string): void {
    const radio = this.#radios.get(name);
    if (radio === undefined) return;
    this.#radios.delete(name);
    radio.connection = undefined;
    radio.hotspot = undefined;
    this.#tell({ kind: 'unplugged', radio });
  }

  /** Says which hotspots fail from now on. */
  refuseHotspots(kind: 'protected' | 'all' | 'none'): void {
    this.#refused = kind;
  }

  /** Whether a radio becomes an access point now; where it does not, the driver refuses. */
  openHotspot(radio: Radio, hotspot: RadioHotspot): boolean {
    const refused = this.#refused === 'all' || (this.#refused === 'protected' && hotspot.passphrase !== undefined);
    if (refused || this.#radios.get(radio.name) !== radio) return false;
    radio.connection = undefined;
    radio.hotspot = hotspot;
    return true;
  }

  #add(given: VirtualAccessPoint): AccessPoint {
    const accessPoint = accessPointOf(given, given.bssid ?? this.#nextAddress());
    this.#accessPoints.set(accessPoint.bssid, accessPoint);
    for (const radio of this.radios) {
      if (radio.connection?.bssid === accessPoint.bssid) radio.connection = accessPoint;
    }
    return accessPoint;
  }

  #nextAddress(): string {
    this.#made += 1;
    const digits = this.#made.toString(16).padStart(6, '0').toUpperCase();
    return `02:AA:00:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4, 6)}`;
  }

  #tell(event: AirEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
