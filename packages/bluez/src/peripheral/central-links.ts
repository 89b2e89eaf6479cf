import type { LinkListener } from '@esp-prov/device';
import type { Log } from '@esp-prov/protocol';
import { type AttributeAction, attCodes, attReply } from './att-reply.ts';

/** What the links bring about. */
export interface CentralLinksOptions {
  readonly listener: LinkListener;
  /** Returns a number that no link has had before. */
  nextPeer(): number;
  /** Called when there is a central: no other one may connect. */
  onTaken(): void;
  /** Called when there is none any more. */
  onFree(): void;
  /** Ends the link of a central that came second. */
  refuse(devicePath: string): void;
  readonly log: Log;
}

interface CurrentLink {
  readonly path: string;
  readonly peer: number;
  /** Whether it has used the service. Without that it may still turn out to be something else. */
  proven: boolean;
  /** Whether this side is ending it. */
  ending: boolean;
}

/** The one central that is served, distinguished from other devices that connect to the adapter. */
export class CentralLinks {
  readonly #options: CentralLinksOptions;
  #current: CurrentLink | undefined;

  constructor(options: CentralLinksOptions) {
    this.#options = options;
  }

  /**
   * Notes that a device which may be a central has connected: it counts as the central until another one uses the
   * service.
   */
  linkUp(path: string): void {
    if (this.#current === undefined) this.#begin(path, false);
  }

  /** Notes that a device is no longer connected. */
  linkDown(path: string): void {
    if (this.#current?.path === path) this.#end();
  }

  /** Returns the number of the central that uses the service now. @throws DBusError that refuses a second one */
  enter(path: string, action: AttributeAction): number {
    if (this.#current !== undefined && this.#current.path !== path) {
      if (this.#current.proven) throw this.#refuse(path, action);
      this.#end();
    }
    if (this.#current?.ending) throw attReply(attCodes.unlikelyError, action, 'the link is being ended');
    const link = this.#current ?? this.#begin(path, true);
    link.proven = true;
    return link.peer;
  }

  /** Lets a central do nothing more; the object of its device, undefined when it is not connected. */
  beginEnding(peer: number): string | undefined {
    if (this.#current?.peer !== peer) return undefined;
    this.#current.ending = true;
    return this.#current.path;
  }

  /** Number of the central that is connected. */
  get taken(): number | undefined {
    return this.#current?.peer;
  }

  /** Forgets the central, as nothing will be heard of it any more. */
  dropAll(): void {
    if (this.#current !== undefined) this.#end();
  }

  #begin(path: string, proven: boolean): CurrentLink {
    const link = { path, peer: this.#options.nextPeer(), proven, ending: false };
    this.#current = link;
    this.#options.listener.connected(link.peer);
    this.#options.onTaken();
    return link;
  }

  #end(): void {
    const link = this.#current;
    if (link === undefined) return;
    this.#current = undefined;
    this.#options.listener.disconnected(link.peer);
    this.#options.onFree();
  }

  #refuse(path: string, action: AttributeAction): Error {
    this.#options.log('warn', 'bluez', `${path} is refused: another central is connected`);
    this.#options.refuse(path);
    return attReply(attCodes.insufficientAuthorization, action, 'another central is connected');
  }
}
