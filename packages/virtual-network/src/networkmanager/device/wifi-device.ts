import type { Radio } from '../../air/radio.ts';
import type { ActiveConnection, ActiveDevice } from '../active/active-connection.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { activeReasons, activeStates, deviceStates, reasons, wifiModes } from '../nm-enums.ts';
import { nmInterfaces } from '../nm-names.ts';
import type { AccessPointObject } from './access-point-object.ts';
import { Activation } from './activation.ts';
import { deviceInterface } from './device-interface.ts';
import { IpObjects } from './ip-objects.ts';
import { Scanner } from './scanner.ts';
import { wirelessInterface } from './wireless-interface.ts';

/** A Wi-Fi device: `org.freedesktop.NetworkManager.Device` and `….Device.Wireless`. */
export class WifiDevice implements ActiveDevice {
  readonly path: string;
  readonly radio: Radio;
  readonly scanner: Scanner;
  readonly ip: IpObjects;
  readonly #daemon: NetworkManagerd;
  #state: number = deviceStates.unmanaged;
  #reason: number = reasons.none;
  #mode: number = wifiModes.infrastructure;
  #active: ActiveConnection | undefined;
  #queued: ActiveConnection | undefined;
  #activation: Activation | undefined;
  #accessPoint: AccessPointObject | undefined;
  /** Whether it connects by itself; a program that disconnects it ends that until the next connection. */
  #autoconnect = true;
  #disconnectedByHand = false;
  #scans = 0;
  /** Address that it uses now: while it only scans, one that says nothing. */
  hwAddress: string;
  /** Whether it was pulled out. */
  gone = false;

  constructor(daemon: NetworkManagerd, radio: Radio) {
    this.#daemon = daemon;
    this.radio = radio;
    this.path = daemon.nextPath('Devices');
    this.hwAddress = scanAddress(this.path, 0);
    this.scanner = new Scanner(daemon, this);
    this.ip = new IpObjects(daemon, () => {
      this.announce('Dhcp4Config');
      this.#active?.announce('Dhcp4Config');
    });
    daemon.server.add(this.path, {
      [nmInterfaces.device]: deviceInterface(daemon, this),
      [nmInterfaces.statistics]: {
        properties: {
          RefreshRateMs: { signature: 'u', get: () => 0, set: () => undefined },
          TxBytes: { signature: 't', get: () => 0n },
          RxBytes: { signature: 't', get: () => 0n },
        },
      },
      [nmInterfaces.wireless]: wirelessInterface(daemon, this),
    });
  }

  get name(): string {
    return this.radio.name;
  }

  get state(): number {
    return this.#state;
  }

  get reason(): number {
    return this.#reason;
  }

  get mode(): number {
    return this.#mode;
  }

  get active(): ActiveConnection | undefined {
    return this.#active;
  }

  get currentAccessPoint(): AccessPointObject | undefined {
    return this.#accessPoint;
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

  get autoconnect(): boolean {
    return this.#autoconnect && !this.#disconnectedByHand;
  }

  /** Whether it could begin a connection by itself now. */
  get idle(): boolean {
    return this.autoconnect && this.#state === deviceStates.disconnected && !this.#active && !this.#queued;
  }

  set autoconnect(autoconnect: boolean) {
    this.#autoconnect = autoconnect;
    if (autoconnect) this.#disconnectedByHand = false;
    this.announce('Autoconnect');
    this.#daemon.policy.check();
  }

  /** Takes the device into service, as at the start. */
  manage(): void {
    this.setState(deviceStates.unavailable, reasons.nowManaged);
    this.announce('Managed');
    this.becomeAvailable();
  }

  /** Makes it ready to scan once the supplicant has it, where the radio is on. */
  becomeAvailable(): void {
    if (!this.#daemon.radioOn || this.#state !== deviceStates.unavailable) return;
    this.#daemon.later(this.#daemon.delays.supplicantMs, () => {
      if (!this.#daemon.radioOn || this.#state !== deviceStates.unavailable || this.gone) return;
      this.setState(deviceStates.disconnected, reasons.supplicantAvailable);
    });
  }

  /** Takes its radio away. */
  becomeUnavailable(): void {
    if (this.#state > deviceStates.unavailable) this.setState(deviceStates.unavailable, reasons.none);
  }

  /** Begins a connection, once the one that there is has ended. */
  activate(active: ActiveConnection): void {
    this.#disconnectedByHand = false;
    if (this.#active === undefined) {
      this.#begin(active);
      return;
    }
    this.#queued?.setState(activeStates.deactivated, activeReasons.deviceDisconnected);
    this.#queued = active;
    if (this.#state < deviceStates.deactivating) this.setState(deviceStates.deactivating, reasons.newActivation);
  }

  deactivate(active: ActiveConnection, reason: number): void {
    if (this.#queued === active) {
      this.#queued = undefined;
      active.setState(activeStates.deactivated, activeReasons.connectionRemoved);
      return;
    }
    if (this.#active === active && this.#state < deviceStates.deactivating) {
      this.setState(deviceStates.deactivating, reason);
    }
  }

  /** Ends what it does because a program wants that, and does not begin by itself again. */
  disconnectByHand(): void {
    this.#disconnectedByHand = true;
    this.setState(deviceStates.deactivating, reasons.userRequested);
  }

  /** Sets the state, tells everybody, and does what follows from it. */
  setState(state: number, reason: number = reasons.none): void {
    const before = this.#state;
    if (state === before) return;
    this.#state = state;
    this.#reason = reason;
    const active = this.#active;
    const ends = state <= deviceStates.disconnected || state >= deviceStates.deactivating;
    if (ends) this.#activation?.end();
    if (state <= deviceStates.disconnected && before > deviceStates.disconnected) this.#cleanUp();
    // The reason is told after the state, and on its own.
    this.announce('State');
    this.announce('StateReason');
    this.#daemon.server.signal(this.path, nmInterfaces.device, 'StateChanged', state, before, reason);
    active?.setState(...activeStateFor(state));
    this.#daemon.connections.update();
    this.#daemon.policy.deviceChanged(active, state, reason);
    this.scanner.stateChanged();
    this.#follow(state, reason);
  }

  /** Takes on the address that it was made with, for a connection, or another one to scan with. */
  takeAddress(kind: 'own' | 'scan'): void {
    this.#scans += 1;
    const address = kind === 'own' ? this.radio.mac : scanAddress(this.path, this.#scans);
    if (address === this.hwAddress) return;
    this.hwAddress = address;
    this.announce('HwAddress');
    this.announceWireless('HwAddress');
  }

  setMode(mode: number): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.announceWireless('Mode');
  }

  /** Sets the access point that it is connected to, or wants to be. */
  setAccessPoint(object: AccessPointObject | undefined): void {
    const before = this.#accessPoint;
    if (before === object) return;
    this.#accessPoint = object;
    if (before !== undefined) this.scanner.drop(before);
    this.announceWireless('ActiveAccessPoint');
  }

  announce(...names: string[]): void {
    this.#daemon.server.changed(this.path, nmInterfaces.device, ...names);
  }

  announceWireless(...names: string[]): void {
    this.#daemon.server.changed(this.path, nmInterfaces.wireless, ...names);
  }

  signalWireless(member: string, ...body: unknown[]): void {
    this.#daemon.server.signal(this.path, nmInterfaces.wireless, member, ...body);
  }

  /** Takes it off the bus. */
  remove(): void {
    this.gone = true;
    this.setState(deviceStates.unmanaged, reasons.removed);
    this.#queued?.setState(activeStates.deactivated, activeReasons.deviceRemoved);
    this.ip.remove();
    this.#daemon.server.remove(this.path);
  }

  #begin(active: ActiveConnection): void {
    this.#active = active;
    this.announce('ActiveConnection');
    this.#activation = new Activation(this.#daemon, this, active);
    this.#daemon.background(async () => {
      await this.#activation?.run();
    });
  }

  #follow(state: number, reason: number): void {
    const { delays } = this.#daemon;
    if (state === deviceStates.failed) {
      this.#daemon.later(delays.stepMs, () => {
        if (this.#state === deviceStates.failed) this.setState(deviceStates.disconnected, reasons.none);
      });
    } else if (state === deviceStates.deactivating) {
      this.#daemon.later(delays.deactivateMs, () => {
        if (this.#state === deviceStates.deactivating) this.setState(deviceStates.disconnected, reason);
      });
    } else if (state === deviceStates.disconnected) {
      const queued = this.#queued;
      this.#queued = undefined;
      if (queued !== undefined && !queued.ended) this.#begin(queued);
      else this.#daemon.policy.check();
    }
  }

  #cleanUp(): void {
    this.#activation = undefined;
    this.radio.connection = undefined;
    this.radio.hotspot = undefined;
    this.ip.clear();
    this.setAccessPoint(undefined);
    if (!this.gone) this.takeAddress('scan');
    this.setMode(wifiModes.infrastructure);
    if (this.#active === undefined) return;
    this.#active.setDefault(false);
    this.#active = undefined;
    this.announce('ActiveConnection');
  }
}

function activeStateFor(state: number): [state: number, reason: number] {
  if (state <= deviceStates.disconnected || state === deviceStates.failed) {
    return [activeStates.deactivated, activeReasons.deviceDisconnected];
  }
  if (state === deviceStates.deactivating) return [activeStates.deactivating, activeReasons.unknown];
  if (state === deviceStates.activated) return [activeStates.activated, activeReasons.unknown];
  return [activeStates.activating, activeReasons.unknown];
}

/** Returns an address of no maker, another one each time. */
function scanAddress(path: string, count: number): string {
  const seed = [...`${path} ${count}`].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) >>> 0, 7);
  const rest = [24, 16, 8, 0].map((shift) => (seed >>> shift) & 0xff);
  return [0xce, 0x2a, ...rest].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
