import type { Bytes, EndpointInfo, Log } from '@esp-prov/protocol';
import type { FirmwareWords } from './words/firmware-words.ts';

/** What a transport says of a request besides what is in it. */
export interface RequestOptions {
  /**
   * Aborts when the client has gone, or sends another request: then a proof that the brake on guessing holds back is
   * refused. All other requests are still served, as on a device.
   */
  readonly signal?: AbortSignal | undefined;
}

/** The dispatcher as transports see it. */
export interface Requests {
  /** False if requests belong to no secure session; default: true. */
  readonly hasSessions?: boolean | undefined;
  /** Begins a transport session, which replaces any other one. */
  open(peer: number): void;
  /**
   * Returns the answer of `endpoint`.
   *
   * @throws ProvisioningError for every refusal; transports turn it into their own silence, never into text
   */
  handle(peer: number, endpoint: string, request: Uint8Array, options?: RequestOptions): Promise<Bytes>;
  /** Ends a transport session and forgets its keys. */
  close(peer: number): void;
}

/** What a transport offers to the world. */
export interface Service {
  readonly name: string;
  readonly endpoints: readonly EndpointInfo[];
  /** Log of the device, for a transport that was given none of its own. */
  readonly log?: Log | undefined;
  /** What differs in its lines from ESP-IDF v5.5.5. */
  readonly words?: Partial<FirmwareWords> | undefined;
}

/** How a service ends whose transport stays on. */
export interface EndServiceOptions {
  /** Whether the link of a client is dropped; else it stays, and finds no endpoint any more. */
  readonly disconnect: boolean;
}

/** Carries requests from clients to the dispatcher: HTTP, BLE, a console. */
export interface DeviceTransport extends AsyncDisposable {
  /** Set by transports over Bluetooth; `staysOn`: Bluetooth outlives the service. */
  readonly ble?: { readonly staysOn: boolean } | undefined;
  /** Opens the service; resolves when clients can reach it. Disposal closes it. */
  start(service: Service, requests: Requests): Promise<void>;
  /**
   * Ends the service and keeps the transport on, ESP-IDF's “keep BLE on”: sessions are closed, endpoints are gone,
   * nothing is advertised, and the links go on until disposal. A later `start` offers a service on it again. Missing on
   * transports that cannot do this.
   */
  readonly endService?: ((options: EndServiceOptions) => Promise<void>) | undefined;
  /**
   * Offers these endpoints in place of those before; links and the session stay. A transport without it offers what it
   * offered at its start, and the dispatcher refuses what is gone.
   */
  readonly change?: ((endpoints: readonly EndpointInfo[]) => Promise<void>) | undefined;
  /** Stops to advertise the service, or advertises it again; links stay. Missing on transports that do not advertise. */
  readonly advertise?: ((on: boolean) => Promise<void>) | undefined;
}
