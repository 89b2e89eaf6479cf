import type { OpenedHotspot, VirtualAccessPoint, VirtualInterface } from '../virtual-network-options.ts';
import { NetworkManagerd, type NetworkManagerWorld } from './networkmanagerd.ts';
import { nmInterfaces, nmPath } from './nm-names.ts';
import { settingNames, textOf } from './settings/profile-settings.ts';
import type { ProfileOnDisk, VirtualNetworkManager } from './virtual-network-manager-options.ts';

/** {@link VirtualNetworkManager} on a bus that is there. */
export class RunningNetworkManager implements VirtualNetworkManager {
  readonly #world: NetworkManagerWorld;
  readonly #end: () => Promise<void>;
  #daemon: NetworkManagerd | undefined;

  /** `end` ends what it was started on. */
  constructor(world: NetworkManagerWorld, end: () => Promise<void>) {
    this.#world = world;
    this.#end = end;
  }

  get address(): string {
    return this.#world.address;
  }

  get hotspots(): readonly OpenedHotspot[] {
    return this.#world.air.hotspots;
  }

  get profilesOnDisk(): readonly ProfileOnDisk[] {
    return [...this.#world.disk.values()]
      .filter(({ persistent }) => persistent)
      .map(({ settings, filename }) => ({
        uuid: textOf(settings, settingNames.connection, 'uuid') ?? '',
        id: textOf(settings, settingNames.connection, 'id') ?? '',
        filename,
      }));
  }

  connectedTo(interfaceName: string): Uint8Array | undefined {
    return this.#world.air.radio(interfaceName)?.connection?.ssid;
  }

  put(accessPoint: VirtualAccessPoint): void {
    this.#world.air.put(accessPoint);
  }

  take(ssid: string | Uint8Array): void {
    this.#world.air.take(ssid);
  }

  plug(virtualInterface: VirtualInterface): void {
    this.#world.air.plug(virtualInterface);
  }

  unplug(name: string): void {
    this.#world.air.unplug(name);
  }

  refuseHotspots(kind: 'protected' | 'all' | 'none'): void {
    this.#world.air.refuseHotspots(kind);
  }

  deny(permissions: readonly string[]): void {
    this.#world.permissions.deny(permissions);
    this.#daemon?.server.signal(nmPath, nmInterfaces.manager, 'CheckPermissions');
  }

  setBlocked(blocked: boolean): void {
    this.#world.blocked = blocked;
    this.#daemon?.radioChanged();
  }

  async start(): Promise<void> {
    this.#daemon ??= await NetworkManagerd.start(this.#world);
  }

  async stop(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = undefined;
    await daemon?.stop();
  }

  async kill(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = undefined;
    await daemon?.kill();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#end();
  }
}
