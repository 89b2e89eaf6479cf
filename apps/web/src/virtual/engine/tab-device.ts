import type { CallOptions, Transport } from '@esp-prov/client';
import type { MemoryFlash } from '@esp-prov/nvs';
import {
  type Clock,
  isProvisioningError,
  ProvisioningError,
  type SecurityVersion,
  systemClock,
} from '@esp-prov/protocol';
import {
  type AppEvent,
  defaultMac,
  EditableAir,
  factoryFlash,
  flashMac,
  formatMac,
  interfaceMac,
  parseMac,
  serviceName,
  VirtualEsp32,
} from '@esp-prov/virtual';
import { BootLog } from './boot-log.ts';
import { readFlashFile } from './flash-file.ts';
import { type TabLabel, tabLabel } from './tab-label.ts';
import { type TabLink, tabLink } from './tab-link.ts';
import { profileOf, settle, type TabChoices, type TabSettings, tabChoices } from './tab-settings.ts';
import { townAir } from './town-air.ts';

/** How the device in the page is doing. */
export type TabStatus =
  | { readonly kind: 'off' | 'starting' }
  /** It waits to be provisioned. */
  | { readonly kind: 'offering' }
  /** It has credentials and joins its network. */
  | { readonly kind: 'provisioned' }
  | { readonly kind: 'online'; readonly ip4: string }
  /** It cannot boot. */
  | { readonly kind: 'failed'; readonly failure: ProvisioningError };

/** Parts of a device in the page. */
export interface TabDeviceOptions {
  readonly settings?: Partial<TabSettings> | undefined;
  readonly air?: EditableAir | undefined;
  readonly clock?: Clock | undefined;
}

/** A virtual ESP32 that runs in the page: its flash, its air, its serial port, and the way for a client to reach it. */
export class TabDevice implements AsyncDisposable {
  readonly air: EditableAir;
  readonly log: BootLog = new BootLog();
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #settings: TabSettings;
  #flash: MemoryFlash = factoryFlash();
  #status: TabStatus = { kind: 'off' };
  #running: { readonly device: VirtualEsp32; readonly link: TabLink } | undefined;
  /** What is done with its power, one thing after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #cutAtStoring: number | undefined;

  constructor({ settings = {}, air = new EditableAir(townAir), clock = systemClock }: TabDeviceOptions = {}) {
    this.#settings = settle(settings);
    this.air = air;
    this.#clock = clock;
  }

  get settings(): TabSettings {
    return this.#settings;
  }

  /** What may be chosen beside the present settings. */
  get choices(): TabChoices {
    return tabChoices(this.#settings);
  }

  get status(): TabStatus {
    return this.#status;
  }

  /** What its sticker says. */
  get label(): TabLabel {
    const { securityVersion, transport } = this.#settings;
    return tabLabel(serviceName(this.#mac), securityVersion, transport);
  }

  /** Address of the chip, as its radio has noted it in the flash. */
  get #mac(): Uint8Array {
    return flashMac(this.#flash) ?? parseMac(defaultMac);
  }

  /** Calls `listener` after every change of status, settings or log until the returned function is called. */
  watch(listener: () => void): () => void {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  /** The link that clients use while it is on; undefined while it is off. */
  get link(): TabLink | undefined {
    return this.#running?.link;
  }

  /** Connects a client; what `Provisioner.connect` takes as the way to open a transport. */
  readonly open = async (options: CallOptions = {}): Promise<Transport> => {
    await this.#queue;
    const { link } = this.#running ?? {};
    if (!link) throw new ProvisioningError('link/unreachable', 'the device in the page is off');
    return await link.open(options);
  };

  /** Switches it on, or off and on again. A device that cannot boot says so by its status and its log. */
  async boot(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#off();
      await this.#on();
    });
  }

  /** Cuts its power; what its flash holds stays. */
  async powerOff(): Promise<void> {
    await this.#inTurn(() => this.#off());
  }

  /** Changes what it is, and starts it again if it was on. Waits alone change nothing that needs a start. */
  async configure(changes: Partial<TabSettings>): Promise<void> {
    const before = this.#settings;
    this.#settings = settle(changes, before);
    this.#tell();
    const restarts = (['chip', 'profile', 'transport', 'securityVersion', 'fast'] as const).some(
      (name) => this.#settings[name] !== before[name],
    );
    if (restarts && this.#status.kind !== 'off') await this.boot();
  }

  /** Erases its flash but for the partition table, as a chip leaves the factory, and starts it if it was on. */
  async eraseFlash(): Promise<void> {
    await this.#replaceFlash(factoryFlash());
  }

  /** Returns a copy of its flash. */
  saveImage(): Uint8Array<ArrayBuffer> {
    return this.#flash.image();
  }

  /**
   * Puts an image into its flash, and starts it if it was on. Returns what is wrong with the settings in it.
   *
   * @throws ProvisioningError `flash/not-bootable`, `flash/no-nvs` for what no device could start from; nothing changes
   *   then
   */
  async loadImage(content: Uint8Array): Promise<readonly string[]> {
    const { flash, findings } = readFlashFile(content);
    await this.#replaceFlash(flash);
    return findings;
  }

  /** Cuts the power once while it stores credentials, after so many changes of its flash; undefined: not. */
  async cutPowerWhileStoring(operations: number | undefined): Promise<void> {
    this.#cutAtStoring = operations;
    if (this.#status.kind !== 'off') await this.boot();
  }

  /** Whether the power will be cut while it stores credentials. */
  get cutsPower(): boolean {
    return this.#cutAtStoring !== undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.powerOff();
    this.#listeners.clear();
  }

  async #replaceFlash(flash: MemoryFlash): Promise<void> {
    await this.#inTurn(async () => {
      const wasOn = this.#status.kind !== 'off';
      await this.#off();
      this.#flash = flash;
      if (wasOn) await this.#on();
    });
  }

  async #on(): Promise<void> {
    const { profile: name, chip, transport, securityVersion, fast } = this.#settings;
    const profile = profileOf(name);
    const clock = this.#clock;
    this.#become({ kind: 'starting' });
    const address = formatMac(interfaceMac(this.#mac, 'bluetooth'));
    const link = tabLink(transport, { profile, address, clock, isFast: () => fast });
    const device = new VirtualEsp32({
      flash: this.#flash,
      chip,
      transport: link.device,
      air: this.air,
      profile,
      clock,
      fast,
      secret: { securityVersion: securityVersion as SecurityVersion },
      serial: (line) => {
        this.log.print(line);
        link.print(line);
        this.#tell();
      },
      powerCut: this.#cutAtStoring === undefined ? undefined : { from: 'apply', operations: this.#cutAtStoring },
    });
    const running = { device, link };
    this.#running = running;
    device.watch((event) => {
      if (this.#running === running) this.#heard(event);
    });
    try {
      await device.boot();
    } catch (error) {
      if (!isProvisioningError(error)) throw error;
      this.#become({ kind: 'failed', failure: error });
    }
  }

  async #off(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.device[Symbol.asyncDispose]();
    await running?.link[Symbol.asyncDispose]();
    if (running) this.#become({ kind: 'off' });
  }

  #heard(event: AppEvent): void {
    switch (event.kind) {
      case 'provisioning-started':
      case 'session-started':
        return this.#become({ kind: 'offering' });
      case 'already-provisioned':
        return this.#become({ kind: 'provisioned' });
      case 'connected':
        return this.#become({ kind: 'online', ip4: event.ip4 });
      case 'power-cut':
        this.#cutAtStoring = undefined;
        void this.powerOff();
    }
  }

  #become(status: TabStatus): void {
    this.#status = status;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async #inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(task);
    this.#queue = turn.catch(() => undefined);
    await turn;
  }
}
