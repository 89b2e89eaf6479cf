import {
  type Bytes,
  endpointNames,
  isProvisioningError,
  offersSessionOnly,
  ProvisioningError,
} from '@esp-prov/protocol';
import {
  type ControlCommand,
  decodeControl,
  encodeControl,
  explainMissingControl,
  type NetworkKind,
} from '../endpoints/control.ts';
import type { ScanRequests } from '../endpoints/run-scan.ts';
import { type ScanLimit, scanOver } from '../endpoints/scan-over.ts';
import type { Purpose } from '../session/key-sharing.ts';
import { explainDraft } from '../session/read-version.ts';
import type { RenewableSession } from '../session/renewable-session.ts';
import type { Session } from '../session/session.ts';
import type { CallOptions } from '../transport/transport.ts';
import { applyOnce } from './apply-once.ts';
import type { ConfiguredDevice } from './configured-device.ts';
import { explainRefusal, requireProvisioning, sessionOnly } from './provisioning-gate.ts';
import type { WatchCodes } from './watch-status.ts';

/** A request of `prov-config`, and what its answer means. */
export interface ConfigRequest<T> {
  readonly request: Bytes;
  readonly decode: (reply: Bytes) => T;
}

/** The requests that configure a device, and what each of them leaves behind for the next. */
export class ConfigRequests {
  readonly #session: RenewableSession;
  readonly #device: ConfiguredDevice;
  /** Whether the device may be joining with what was applied in this session. */
  #applied = false;
  /** Whether a device that does not say so has been found to take credentials. */
  #takes = false;

  constructor(session: RenewableSession, device: ConfiguredDevice) {
    this.#session = session;
    this.#device = device;
  }

  /** Passes for a device that takes credentials. @throws ProvisioningError `device/session-only` */
  async requireProvisioning(options: CallOptions): Promise<void> {
    if (!this.isDoubtful) return;
    await requireProvisioning(this.#session, this.#device.info, options);
    this.#takes = true;
  }

  /** Whether the device may take nothing. Where it may not, calls at once are not put into another order by asking. */
  get isDoubtful(): boolean {
    const { endpoints } = this.#session;
    // A link that lists the endpoints says at once when they change.
    return !(this.#takes && !endpoints) && offersSessionOnly(this.#device.info, endpoints);
  }

  /** Scans, unless the device may be joining: then its firmware would never end the scan, nor answer where it blocks. */
  async scan<T>(options: ScanLimit, requests: (session: Session, call: CallOptions) => ScanRequests<T>): Promise<T[]> {
    const why = 'credentials were applied in this session, and until a reset no scan would end';
    if (this.#applied) throw new ProvisioningError('device/scan-endless', why);
    if (this.isDoubtful) await this.requireProvisioning(options);
    try {
      return await this.#explained(() => scanOver(this.#session, this.#device.clock, options, requests));
    } catch (cause) {
      throw await explainRefusal(this.#session, this.#device, cause, { ...options, endpoint: endpointNames.scan });
    }
  }

  /** Sends a request that must never be repeated; after it, a lost link is not reopened. */
  async set(config: ConfigRequest<void>, options: CallOptions): Promise<void> {
    if (this.isDoubtful) await this.requireProvisioning(options);
    try {
      await this.#exchange('set', endpointNames.config, config, options);
    } catch (cause) {
      throw await explainRefusal(this.#session, this.#device, cause, { ...options, endpoint: endpointNames.config });
    } finally {
      this.#session.credentialsSent();
    }
  }

  /** Makes the device work on what was set; it may have done so, whatever becomes of the answer. */
  async apply(config: ConfigRequest<void>, options: CallOptions): Promise<void> {
    if (this.isDoubtful) await this.requireProvisioning(options);
    this.#applied = true;
    await this.#exchange('apply', endpointNames.config, config, options);
  }

  /** Applies as a step of a provisioning, which goes on only where it is certain how that ended. */
  async applyOnce(apply: () => Promise<void>, codes: WatchCodes, { signal }: CallOptions): Promise<void> {
    await applyOnce(apply, { signal, kind: this.#session.kind, codes });
  }

  /** Reads how the joining goes. */
  async status<T>(config: ConfigRequest<T>, options: CallOptions): Promise<T> {
    return await this.#exchange('status', endpointNames.config, config, options);
  }

  /** Resets the device or makes it take other credentials. */
  async control(network: NetworkKind, command: ControlCommand, options: CallOptions): Promise<void> {
    try {
      const request = encodeControl(network, command);
      const decode = (reply: Bytes) => decodeControl(reply, network, command);
      await this.#exchange('alone', endpointNames.control, { request, decode }, options);
      this.#applied = false;
    } catch (cause) {
      const isMissing = isProvisioningError(cause, 'endpoint/not-found');
      if (isMissing && offersSessionOnly(this.#device.info, this.#session.endpoints)) {
        throw sessionOnly(cause, 'the device has no prov-ctrl, so it takes no other credentials from here');
      }
      const call = { ...options, endpoint: endpointNames.control };
      throw explainMissingControl(await explainRefusal(this.#session, this.#device, cause, call));
    }
  }

  /**
   * Resets a device that failed, so that it takes other credentials; false for one that will not or cannot be reset. That
   * passes too, as many applications reset by themselves.
   */
  async resetIfPossible(network: NetworkKind, options: CallOptions): Promise<boolean> {
    try {
      await this.control(network, 'reset', options);
      return true;
    } catch (error) {
      if (isProvisioningError(error, 'version/feature-missing')) await this.#goOnAfter(error, options);
      else if (!isProvisioningError(error, 'device/status')) throw error;
      this.#applied = false;
      return false;
    }
  }

  /** Opens a new session: a request that no endpoint took still advances the keys. Throws `error` if that fails. */
  async #goOnAfter(error: ProvisioningError, options: CallOptions): Promise<void> {
    await this.#session.reopen(options).catch((failure: unknown) => {
      throw options.signal?.aborted ? failure : error;
    });
  }

  async #exchange<T>(
    purpose: Purpose,
    endpoint: string,
    { request, decode }: ConfigRequest<T>,
    { signal }: CallOptions,
  ): Promise<T> {
    return await this.#explained(async () =>
      decode(await this.#session.request(purpose, endpoint, request, { signal })),
    );
  }

  async #explained<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      throw explainDraft(error, this.#device.info);
    }
  }
}
