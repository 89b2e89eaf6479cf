import { type AccessPoint, sameSsid } from '../air/access-point.ts';
import { channelOf } from '../air/channels.ts';
import type { Radio } from '../air/radio.ts';
import { Association } from './association.ts';
import { BssTable } from './bss-table.ts';
import type { Controlled } from './controlled.ts';
import { exportedInterface } from './interface-object.ts';
import { type InterfaceState, isAtLeast } from './interface-state.ts';
import { type Network, NetworkTable } from './network-table.ts';
import { PropertyBatch } from './property-batch.ts';
import type { ScanRequest } from './scan-request.ts';
import { Timers } from './timers.ts';
import { wpaErrors } from './wpa-error.ts';
import { wpaInterfaces } from './wpa-names.ts';
import type { WpaWorld } from './wpa-world.ts';

/** How long results of a scan lead to a connection without another scan, in ms. */
const resultsServeMs = 5000;

/** What is looked for where nothing in particular is. */
const wholeScan: ScanRequest = { active: true, ssids: [], frequencies: undefined, allowsRoam: true };

/** An interface that wpa_supplicant controls, with the rules of 2.10 for what it joins and when. */
export class SupplicantInterface implements Controlled {
  readonly path: string;
  readonly radio: Radio;
  readonly configFile: string;
  readonly world: WpaWorld;
  readonly networks: NetworkTable;
  readonly bsss: BssTable;
  readonly changes: PropertyBatch;
  readonly timers: Timers;
  readonly #association: Association;
  state: InterfaceState = 'disconnected';
  scanning = false;
  current: Network | undefined;
  bssid: string | undefined;
  disconnectReason = 0;
  authStatusCode = 0;
  assocStatusCode = 0;
  disconnected = false;
  #reassociates = true;
  #scannedAt = Number.NEGATIVE_INFINITY;
  #running: ScanRequest = wholeScan;

  constructor(
    world: WpaWorld,
    settings: { readonly path: string; readonly radio: Radio; readonly configFile: string },
  ) {
    this.world = world;
    this.path = settings.path;
    this.radio = settings.radio;
    this.configFile = settings.configFile;
    this.timers = new Timers(world.clock);
    this.networks = new NetworkTable(world, this.path, (network, enabled) => this.switchNetwork(network, enabled));
    this.bsss = new BssTable(world, this.path);
    const exported = exportedInterface(this);
    this.changes = new PropertyBatch(this.path, world, () => exported.properties);
    this.#association = new Association(this);
    world.server.add(this.path, { [wpaInterfaces.interface]: exported });
    for (const { block, disabled } of world.files.get(this.configFile)?.networks ?? [])
      this.networks.load(block, disabled);
    this.requestScan(0);
  }

  setState(state: InterfaceState): void {
    if (state === this.state) return;
    this.state = state;
    this.changes.mark('State', 'CurrentAuthMode');
  }

  scan(request: ScanRequest): void {
    if (this.scanning) {
      // As in the real one, a refused request still keeps the results of the running scan from leading to a connection.
      if (!request.allowsRoam) this.#running = { ...this.#running, allowsRoam: false };
      throw wpaErrors.scanError();
    }
    this.#scan(request);
  }

  requestScan(ms: number): void {
    this.timers.after('scan', ms, () => this.#scanForNetworks());
  }

  /** Enables or disables a network. */
  switchNetwork(network: Network, enabled: boolean): void {
    if (!enabled && network === this.current) this.#association.leave();
    this.networks.setDisabled(network, !enabled);
    if (enabled && this.current === undefined && !this.disconnected) this.#reassociates = true;
    const idle = this.current === undefined || this.state === 'disconnected' || this.state === 'scanning';
    if (enabled && this.#reassociates && !this.disconnected && idle) this.#associateOrScan(0);
  }

  /** Removes a network, and leaves it. */
  removeNetwork(network: Network): void {
    if (network === this.current) {
      this.#association.leave();
      this.#setCurrent(undefined);
    }
    this.networks.remove(network);
  }

  select(network: Network): void {
    const leaves = this.current !== undefined && this.current !== network;
    if (leaves) this.#association.leave();
    this.networks.pardon(network);
    for (const each of this.networks.all) this.networks.setDisabled(each, each !== network);
    this.world.server.signal(this.path, wpaInterfaces.interface, 'NetworkSelected', network.path);
    if (network === this.current && isAtLeast(this.state, 'authenticating')) return;
    // Without a word about `CurrentNetwork`, as in the real one.
    this.current = network;
    this.disconnected = false;
    this.#reassociates = true;
    this.#associateOrScan(leaves ? 100 : 0);
  }

  reassociate(): void {
    this.disconnected = false;
    this.#reassociates = true;
    this.#associateOrScan(0);
  }

  disconnect(): void {
    if (this.current === undefined) throw wpaErrors.notConnected();
    this.#reassociates = false;
    this.disconnected = true;
    this.timers.cancel('scan');
    this.#association.leave();
  }

  /** The access point that it is connected to has gone. */
  lose(reason: number): void {
    this.#association.lose(reason);
  }

  begin(network: Network): void {
    this.#reassociates = false;
    this.#setCurrent(network);
    this.setBssid(undefined);
  }

  setBssid(bssid: string | undefined): void {
    if (this.bssid === bssid) return;
    this.bssid = bssid;
    this.changes.mark('CurrentBSS');
  }

  saveConfig(): void {
    const file = this.world.files.get(this.configFile);
    if (file?.updates !== true) {
      throw wpaErrors.unknownError('Not allowed to update configuration (update_config=0)');
    }
    file.networks = this.networks.all.map(({ block, disabled }) => ({ block, disabled }));
  }

  /** Ends it. */
  remove(): void {
    this.timers.cancelAll();
    this.#association.leave();
    this.timers.cancelAll();
    this.radio.connection = undefined;
    this.radio.hotspot = undefined;
    this.bsss.clear();
    for (const network of this.networks.all) this.networks.remove(network);
    this.world.server.remove(this.path);
  }

  #setCurrent(network: Network | undefined): void {
    if (this.current === network) return;
    this.current = network;
    this.changes.mark('CurrentNetwork');
  }

  #associateOrScan(ms: number): void {
    const now = this.world.clock.now();
    if (now - this.#scannedAt <= resultsServeMs && this.#choose(false)) return;
    this.requestScan(ms);
  }

  #scanForNetworks(): void {
    if (this.disconnected) return this.setState('disconnected');
    if (this.scanning) return this.requestScan(1000);
    if (this.networks.enabled.length === 0) return this.setState('inactive');
    if (this.state === 'disconnected' || this.state === 'inactive') this.setState('scanning');
    const ssids = this.networks.enabled.filter(({ block }) => block.scansForIt).map(({ block }) => block.ssid);
    this.#scan({ ...wholeScan, ssids });
  }

  #scan(request: ScanRequest): void {
    const { scanMs } = this.world.delays;
    this.#running = request;
    this.scanning = true;
    this.changes.mark('Scanning');
    this.timers.after('scanning', request.frequencies === undefined ? scanMs : scanMs / 10, () => this.#scanned());
  }

  #scanned(): void {
    const { ssids, frequencies, active, allowsRoam } = this.#running;
    this.scanning = false;
    const heard = new Map<AccessPoint, boolean>();
    for (const accessPoint of this.world.air.accessPoints) {
      if (frequencies !== undefined && !frequencies.includes(accessPoint.frequency)) continue;
      const asked = active && ssids.some((ssid) => sameSsid(ssid, accessPoint.ssid));
      heard.set(accessPoint, !accessPoint.hidden || asked);
    }
    this.bsss.update(heard, frequencies);
    this.#scannedAt = this.world.clock.now();
    this.changes.mark('Scanning', 'BSSs');
    this.world.server.signal(this.path, wpaInterfaces.interface, 'ScanDone', true);
    if (!allowsRoam) {
      // The state before the scan comes back, and nothing is scheduled in its place.
      if (this.state === 'scanning') this.setState('disconnected');
      return;
    }
    if (this.radio.hotspot !== undefined) return;
    if (this.disconnected) return this.setState('disconnected');
    if (isAtLeast(this.state, 'authenticating') && this.state !== 'completed') return;
    this.#choose(true);
  }

  /** Joins the best network of the last scan; says whether something came of it. */
  #choose(scanned: boolean): boolean {
    const left = this.networks.enabled.filter((network) => this.networks.isLeftOut(network));
    if (left.length > 0 && left.length === this.networks.enabled.length) {
      const due = Math.min(...left.map(({ leftOutUntil }) => leftOutUntil));
      this.timers.after('pardon', due - this.world.clock.now(), () => this.#associateOrScan(0));
      return true;
    }
    const picked = this.networks.pick(this.bsss.fresh);
    if (picked) {
      const isCurrent = picked.network === this.current;
      // What is under way goes on, as the real one has no room for another try at the same time.
      const isUnderWay = isAtLeast(this.state, 'authenticating') && this.state !== 'completed';
      const stays = isCurrent && (isUnderWay || (this.state === 'completed' && !this.#reassociates));
      if (!stays) this.#association.join(picked.network, picked.bss.accessPoint);
      return true;
    }
    const own = this.networks.enabled.find(({ block }) => block.mode === 2);
    if (own) {
      this.#association.open(own, own.block.frequency === 0 ? 11 : channelOf(own.block.frequency));
      return true;
    }
    if (scanned) this.requestScan(this.world.scanPauseMs);
    return false;
  }
}
