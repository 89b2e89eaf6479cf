import type { DeviceTransport, EndServiceOptions, Requests, Service, WifiDriver } from '@esp-prov/device';
import { HttpDeviceTransport } from '@esp-prov/device/node';
import {
  foreignText,
  isProvisioningError,
  ProvisioningError,
  untilAborted,
  utf8,
  withDeadline,
} from '@esp-prov/protocol';
import { AccessPoint, type AccessPointPlan, softApAddress, softApTag } from './access-point.ts';
import { accessPointChannel } from './access-point-channel.ts';
import { requireNameServer } from './name-server.ts';
import { addSecondInterface, readAtOnce, removeSecondInterface, secondInterface } from './second-interface.ts';
import { SharedRadio } from './shared-radio.ts';
import type { SoftApOptions } from './soft-ap-options.ts';
import { parseSubnet } from './subnet.ts';

/** Longest time for an access point on an interface of its own; else it gets that of the station. */
const besideMs = 20_000;

/** A board's access point for provisioning, in the two parts that a manager takes. */
export interface SoftAp {
  /** Opens the access point, gives addresses and names in it, and serves HTTP; disposal puts all of it away. */
  readonly transport: DeviceTransport;
  /** The station beside it. */
  readonly wifi: WifiDriver;
  /** Where the HTTP service listens, such as `192.168.4.1:80`; empty while it is closed. */
  readonly address: string;
}

/** Returns the transport and the Wi-Fi driver for provisioning by a board's own access point. */
export function softAp(options: SoftApOptions): SoftAp {
  // Checked here, where whoever gave it still hears of it.
  parseSubnet(options.address ?? softApAddress);
  const accessPoint = new AccessPoint(options);
  const radio = new SharedRadio(options, accessPoint);
  const transport = new SoftApTransport(options, accessPoint, radio);
  return {
    wifi: radio,
    transport,
    get address() {
      return transport.address;
    },
  };
}

class SoftApTransport implements DeviceTransport {
  readonly #options: SoftApOptions;
  readonly #accessPoint: AccessPoint;
  readonly #radio: SharedRadio;
  readonly #http: HttpDeviceTransport;
  #hasSecondInterface = false;
  /** Aborted when the start, or what it has opened, is to end. */
  #closing = new AbortController();

  constructor(options: SoftApOptions, accessPoint: AccessPoint, radio: SharedRadio) {
    this.#options = options;
    this.#accessPoint = accessPoint;
    this.#radio = radio;
    const { address: host } = parseSubnet(options.address ?? softApAddress);
    this.#http = new HttpDeviceTransport({ host, port: options.port ?? 80, files: options.page });
  }

  /**
   * Opens all of it, or nothing.
   *
   * @throws ProvisioningError `board/hotspot-failed`, `board/not-permitted`, `board/program-missing`,
   *   `board/program-failed`, `host/address-in-use`, `host/address-unusable`
   */
  async start(service: Service, requests: Requests): Promise<void> {
    this.#closing = new AbortController();
    try {
      if (!this.#accessPoint.isWanted) await this.#openAccessPoint(service.name, this.#closing.signal);
      await this.#http.start(service, this.#heeding(requests));
    } catch (error) {
      await this[Symbol.asyncDispose]();
      throw withHint(error);
    }
  }

  get address(): string {
    return this.#http.address;
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    await this.#http.change(endpoints);
  }

  async endService(options: EndServiceOptions): Promise<void> {
    await this.#http.endService(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new ProvisioningError('board/hotspot-failed', 'the access point was closed while it opened'));
    this.#radio.release();
    const parts = [
      () => this.#http[Symbol.asyncDispose](),
      () => this.#accessPoint[Symbol.asyncDispose](),
      () => this.#removeSecondInterface(),
    ];
    for (const put of parts) {
      await put().catch((error) => this.#options.log('warn', softApTag, foreignText(String(error))));
    }
  }

  async #openAccessPoint(name: string, signal: AbortSignal): Promise<void> {
    const { programs, log, onEvent } = this.#options;
    // Before the radio leaves its network for nothing.
    await requireNameServer(programs, signal);
    await this.#radio.listen(undefined, signal);
    signal.throwIfAborted();
    const channel = this.#options.channel ?? accessPointChannel(this.#radio.heard);
    const plan = { ssid: utf8(name), channel };
    const isBeside = await this.#openBeside(plan, signal);
    signal.throwIfAborted();
    if (!isBeside) await this.#accessPoint.open({ ...plan, interfaceName: undefined });
    signal.throwIfAborted();
    const interfaceName = isBeside ? secondInterface : this.#options.wifi.interfaceName;
    const atOnce = isBeside ? 'and a station at once' : 'or a station, one at a time';
    log(
      'info',
      softApTag,
      `access point on channel ${this.#accessPoint.channel || channel}: ${interfaceName}, ${atOnce}`,
    );
    onEvent?.({ kind: 'opened', interfaceName, channel: this.#accessPoint.channel || channel, atOnce: isBeside });
  }

  /** Opens the access point on an interface of its own; false where the radio cannot be both at once. */
  async #openBeside(
    plan: { readonly ssid: Uint8Array<ArrayBuffer>; readonly channel: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { wifi, programs, log, atOnce: isAllowed = true } = this.#options;
    if (!isAllowed) return false;
    try {
      const atOnce = await readAtOnce(programs, wifi.interfaceName, signal);
      if (!atOnce) return false;
      this.#hasSecondInterface = true;
      await addSecondInterface(programs, wifi);
      signal.throwIfAborted();
      await this.#openInTime({ ...plan, interfaceName: secondInterface });
      this.#radio.setAtOnce(atOnce);
      return true;
    } catch (error) {
      if (!isProvisioningError(error) || signal.aborted) throw error;
      log('warn', softApTag, `access point or station, one at a time: ${error.message}`);
      this.#radio.setAtOnce(undefined);
      await this.#removeSecondInterface();
      return false;
    }
  }

  /** A Wi-Fi service that leaves new interfaces alone would be waited for. */
  async #openInTime(plan: AccessPointPlan): Promise<void> {
    const { clock } = this.#options;
    const reason = () =>
      new ProvisioningError('board/hotspot-failed', `no access point on ${plan.interfaceName} in time`);
    try {
      await withDeadline({ clock, ms: besideMs, reason }, (limit) => untilAborted(this.#accessPoint.open(plan), limit));
    } catch (error) {
      await this.#accessPoint.close();
      throw error;
    }
  }

  async #removeSecondInterface(): Promise<void> {
    if (!this.#hasSecondInterface) return;
    this.#hasSecondInterface = false;
    await removeSecondInterface(this.#options.programs);
  }

  /** Hands requests on, and lets the radio know that a client was answered. */
  #heeding(requests: Requests): Requests {
    return {
      hasSessions: requests.hasSessions,
      open: (peer) => requests.open(peer),
      close: (peer) => requests.close(peer),
      handle: async (peer, endpoint, request, options) => {
        const answer = await requests.handle(peer, endpoint, request, options);
        this.#radio.answered();
        return answer;
      },
    };
  }
}

/** Says what permits a port below 1024. */
function withHint(error: unknown): unknown {
  if (!isProvisioningError(error, 'host/address-unusable') || !error.message.includes('EACCES')) return error;
  const hint = 'a port below 1024 needs the capability CAP_NET_BIND_SERVICE, which the unit of the service has';
  return new ProvisioningError(error.code, `${error.message}: ${hint}`, { cause: error, details: error.details });
}
