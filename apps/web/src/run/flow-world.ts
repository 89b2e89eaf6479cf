import type {
  BleCentral,
  ConsolePort,
  FoundDevice,
  OpenTransport,
  ScanFilter,
  SealedListener,
  Transport,
} from '@esp-prov/client';
import type { PowerWorker } from '@esp-prov/client/web';
import type { Clock, Log, SecurityVersion } from '@esp-prov/protocol';
import type { FoundThing, Wanted } from '../flow/flow-state.ts';
import type { Way, WayOffer } from '../flow/way.ts';

/** What an embedder wants of the page; nothing of it is needed. */
export interface FlowSettings extends Partial<Wanted> {
  /** Services to look for besides the known ones, such as that of a product. */
  readonly services?: readonly string[] | undefined;
  /** UUIDs of endpoints by their name, for a device that does not name them itself; over Bluetooth alone. */
  readonly endpointNames?: Readonly<Record<string, string>> | undefined;
  /** Scheme to use whatever a device says; default: the one that it names. */
  readonly securityVersion?: SecurityVersion | undefined;
  /** 1 refuses devices that seal all messages of a session with one nonce. Default 0. */
  readonly minimumPatchVersion?: number | undefined;
  /** Endpoint that tells, after the join, where the device is set up further: to the text `url` it answers one as text. */
  readonly nextUrlEndpoint?: string | undefined;
  /** Name of the device in its network without `.local`; `{name}` stands for what it calls itself. */
  readonly hostName?: string | undefined;
  /** Longest time in ms from Apply to the device's own answer; default 45 000. */
  readonly joinLimitMs?: number | undefined;
}

/** A central role whose devices a person chooses in a list of the browser. */
export interface ChooserCentral extends BleCentral {
  /** Shows the list in the same turn. @throws ProvisioningError `bluetooth/nothing-chosen` */
  choose(filter: ScanFilter & { readonly optionalServices?: readonly string[] | undefined }): Promise<FoundDevice>;
}

/** The serial ports of a browser. `Port` is whatever it has for one. */
export interface SerialReach<Port = unknown> {
  /** Shows the list in the same turn. @throws ProvisioningError `serial/nothing-chosen` */
  choose(): Promise<Port>;
  open(port: Port, options: { readonly signal?: AbortSignal | undefined }): Promise<ConsolePort>;
  /** Returns a name for people. */
  nameOf?(port: Port): string | undefined;
}

/** What the helper finds where the browser has no list of its own. */
export interface HelperList {
  /** Yields everything that was found so far, each time that there is something new, until aborted. */
  find(namePrefix: string, options: { readonly signal: AbortSignal }): AsyncIterable<readonly FoundThing[]>;
  /** Returns the way to open links to one of them. */
  open(id: string): OpenTransport;
}

/** The program `esp-prov web`, which reaches what a browser cannot. */
export interface HelperReach {
  /** Opens the way to a device over its own Wi-Fi. */
  openTransport: OpenTransport;
  /** Radio and ports of the machine, where the helper has them. */
  readonly lists?: Partial<Readonly<Record<'bluetooth' | 'usb', HelperList>>> | undefined;
}

/** A camera that reads codes. */
export interface CameraReach {
  /**
   * Switches the camera on and hands over every code that it sees, until aborted. `onStream` gets what to show.
   *
   * @returns `denied` without permission, `none` without a camera
   */
  start(options: {
    readonly signal: AbortSignal;
    onText(text: string): void;
    onStream(stream: MediaStream | undefined): void;
  }): Promise<'on' | 'denied' | 'none'>;
}

/** Reads the code of a picture; undefined where there is none. */
export type ReadPicture = (picture: Blob, options: { readonly signal: AbortSignal }) => Promise<string | undefined>;

/** Storage that lasts as long as the tab; `sessionStorage` is one. */
export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Everything of the platform that the runner uses; what is missing cannot be done. */
export interface FlowWorld {
  readonly settings?: FlowSettings | undefined;
  readonly clock?: Clock | undefined;
  /** Time of day in ms, which goes on while a computer sleeps; default `Date.now`. */
  readonly wallClock?: (() => number) | undefined;
  /** Looks which ways this browser has, the best first. */
  readonly ways?: (() => Promise<readonly WayOffer[]> | readonly WayOffer[]) | undefined;
  readonly bluetooth?: ChooserCentral | undefined;
  readonly serial?: SerialReach | undefined;
  readonly helper?: HelperReach | undefined;
  /** Opens the way to a device that serves this page. */
  readonly openServed?: OpenTransport | undefined;
  /** Opens the way to the device in the page. */
  readonly openVirtual?: OpenTransport | undefined;
  /** What is put around every transport, such as a log of its exchanges. */
  readonly wrap?: ((transport: Transport, way: Way) => Transport) | undefined;
  /** Hears of both forms of every sealed message, for the same log. */
  readonly onSealed?: SealedListener | undefined;
  readonly camera?: CameraReach | undefined;
  readonly readPicture?: ReadPicture | undefined;
  readonly storage?: TabStorage | undefined;
  /** Asks whether anything answers at a URL; what it answers stays unknown. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<unknown>) | undefined;
  /** Takes a lock of this browser, so that no other tab uses the device; undefined where another tab has it. */
  readonly lock?: ((name: string) => Promise<(() => void) | undefined>) | undefined;
  /** Whether the page is hidden, and a way to hear of changes until aborted. */
  readonly visibility?:
    | { readonly hidden: boolean; onChange(listener: () => void, signal: AbortSignal): void }
    | undefined;
  /** Makes the browser ask before the page is left. */
  readonly guardUnload?: ((on: boolean) => void) | undefined;
  /** Loads the way to start a worker for the powers of security 2. Without one they are computed here, and the page waits. */
  readonly loadPowerWorker?: (() => Promise<(() => PowerWorker) | undefined>) | undefined;
  readonly log?: Log | undefined;
}
