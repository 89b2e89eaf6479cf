import {
  builtInEndpoints,
  type Clock,
  type ComponentVersion,
  type EndpointInfo,
  endpointNames,
  type Log,
  ProvisioningError,
} from '@esp-prov/protocol';
import type { Endpoint } from '../endpoint.ts';
import { type GuessingBrake, guessingBrake } from '../protocomm/guessing-brake.ts';
import type { Protocomm, SecurityEvent } from '../protocomm/protocomm.ts';
import { loadCredentials } from '../wifi/wifi-credentials.ts';
import type { FirmwareLog } from '../words/firmware-log.ts';
import { addProvisioning, makeProtocomm, provisioningEndpoints } from './make-protocomm.ts';
import type { ProvisioningManagerOptions, StartOptions } from './manager-options.ts';
import type { ManagerRunner } from './manager-runner.ts';
import type { ManagerSettings } from './manager-settings.ts';

/** What a service is made of. */
export interface ServiceParts
  extends Pick<ProvisioningManagerOptions, 'transport' | 'wifi' | 'store' | 'words' | 'logsSecrets'> {
  readonly clock: Clock;
  readonly log: Log;
  readonly lines: FirmwareLog;
  readonly settings: ManagerSettings;
  /** The runner, which is made after this. */
  readonly runner: () => ManagerRunner;
  readonly applications: Iterable<readonly [string, ComponentVersion]>;
  readonly custom: ReadonlyMap<string, { readonly slot: number; readonly handler: Endpoint | undefined }>;
  readonly onSecurityEvent: (event: SecurityEvent) => void;
}

/** The effects of a manager outside of it: the dispatcher, the transport that carries requests to it, and the radio. */
export class ProvisioningService {
  readonly #parts: ServiceParts;
  /** One for all services, so that a restart makes no guess free. */
  readonly #brake: GuessingBrake;
  #start: StartOptions | undefined;
  #protocomm: Protocomm | undefined;
  #unwatch: () => void = () => undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.#brake = guessingBrake(parts.clock);
  }

  /** Opens the service; resolves when clients can reach it. */
  async open(start: StartOptions): Promise<void> {
    const { transport, log, words } = this.#parts;
    this.#start = start;
    const offersProvisioning = this.#parts.runner().state.provisioning;
    const parts = { ...this.#parts, start, runner: this.#parts.runner(), brake: this.#brake };
    this.#protocomm = makeProtocomm({ ...parts, offersProvisioning });
    if (offersProvisioning) await this.#takeRadio();
    const endpoints = this.#endpoints(offersProvisioning);
    await transport.start({ name: start.serviceName, endpoints, log, words }, this.#protocomm);
  }

  /** Ends the service, in the order of the release. */
  async close(): Promise<void> {
    const { transport, settings } = this.#parts;
    const protocomm = this.#protocomm;
    this.#start = undefined;
    this.#protocomm = undefined;
    this.#leaveRadio();
    if (settings.teardown === 'endpoints-first') {
      const { session, version } = endpointNames;
      for (const name of [...provisioningEndpoints, session, version]) protocomm?.remove(name);
    }
    if (settings.keepOnAfterStop) await transport.endService?.({ disconnect: settings.disconnectAfterStop });
    else await transport[Symbol.asyncDispose]();
  }

  /** Adds the endpoints of provisioning to the service that runs, or takes them away; links and the session stay. */
  async offerProvisioning(offered: boolean): Promise<void> {
    const { transport, runner } = this.#parts;
    const [protocomm, start] = [this.#protocomm, this.#start];
    if (!protocomm || !start) return;
    if (!offered) {
      for (const name of provisioningEndpoints) protocomm.remove(name);
      this.#leaveRadio();
      return await transport.change?.(this.#endpoints(false));
    }
    if (!transport.change) {
      throw new ProvisioningError(
        'manager/invalid-state',
        'this transport cannot add endpoints to a service that runs',
      );
    }
    await transport.change(this.#endpoints(true));
    await this.#takeRadio();
    addProvisioning(protocomm, { ...this.#parts, start, runner: runner() });
  }

  /** Stops to advertise the service, or advertises it again. */
  async advertise(on: boolean): Promise<void> {
    const { transport } = this.#parts;
    if (!transport.advertise)
      throw new ProvisioningError('manager/invalid-state', 'this transport does not advertise its service');
    await transport.advertise(on);
  }

  /** Gives an endpoint its handler while the service runs. */
  register(name: string, handler: Endpoint): void {
    this.#protocomm?.add(name, handler);
  }

  /** A device that has credentials may be connected by them; what is stored stays until Apply. */
  async #takeRadio(): Promise<void> {
    const { wifi, store, runner } = this.#parts;
    this.#leaveRadio();
    this.#unwatch = wifi.watch((event) => {
      // If an effect fails, that is logged.
      runner()
        .dispatch(event)
        .catch(() => undefined);
    });
    wifi.start();
    if (await loadCredentials(store).catch(() => undefined)) wifi.leave();
  }

  #leaveRadio(): void {
    this.#unwatch();
    this.#unwatch = () => undefined;
  }

  /** In session-only mode those of provisioning come last, as the firmware declares them when they are enabled. */
  #endpoints(offersProvisioning: boolean): EndpointInfo[] {
    const { custom, settings } = this.#parts;
    const own: EndpointInfo[] = [...custom].map(([name, { slot }]) => ({ name, slot, kind: 'request' }));
    const offered = builtInEndpoints.filter(({ name }) => !this.#start?.without?.includes(name));
    if (!settings.sessionOnly) return [...offered, ...own];
    const isProvisioning = ({ name }: EndpointInfo) => provisioningEndpoints.includes(name);
    const lasting = [...offered.filter((each) => !isProvisioning(each)), ...own];
    return offersProvisioning ? [...lasting, ...offered.filter(isProvisioning)] : lasting;
  }
}
