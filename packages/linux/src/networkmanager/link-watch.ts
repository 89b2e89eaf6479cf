import { disconnectReasons, type WifiEvent } from '@esp-prov/device';
import { foreignText } from '@esp-prov/protocol';
import { activeOfDevice } from './active-connection.ts';
import { connectionOf, type JoinContext, joinTag } from './join-network.ts';
import { activeStates } from './nm-names.ts';
import { lookForRadio } from './radio.ts';

/** A network whose fate is watched. */
interface Followed {
  readonly uuid: string;
  readonly ssid: Uint8Array<ArrayBuffer>;
}

/**
 * Watches the network that was joined: says when the board has lost it, and when NetworkManager has brought it back. It
 * looks at what there is after every signal, so no order of signals misleads it.
 */
export class LinkWatch {
  readonly #context: JoinContext;
  readonly #interfaceName: string;
  readonly #tell: (event: WifiEvent) => void;
  readonly #stops: (() => void)[];
  #followed: Followed | undefined;
  #connected = false;
  #looking = false;
  #news = false;

  constructor(context: JoinContext, interfaceName: string, tell: (event: WifiEvent) => void) {
    this.#context = context;
    this.#interfaceName = interfaceName;
    this.#tell = tell;
    const look = () => this.#look();
    this.#stops = [context.daemon.onSignal(look), context.daemon.onPresence(look)];
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Watches another network, or none; `connected`: the board is in it, and that has been told. */
  follow(followed: Followed | undefined, now?: 'connected'): void {
    this.#followed = followed;
    this.#connected = now === 'connected';
    this.#look();
  }

  close(): void {
    this.#followed = undefined;
    for (const stop of this.#stops) stop();
  }

  /** Looks once at a time; whatever comes meanwhile is one reason to look again. */
  #look(): void {
    this.#news = true;
    if (this.#looking || this.#followed === undefined) return;
    this.#looking = true;
    void this.#lookWhileNews();
  }

  async #lookWhileNews(): Promise<void> {
    while (this.#news && this.#followed !== undefined) {
      this.#news = false;
      const followed = this.#followed;
      try {
        await this.#compare(followed);
      } catch (error) {
        const { log } = this.#context;
        log('debug', joinTag, `the state of the network is not known: ${foreignText(String(error))}`);
      }
    }
    this.#looking = false;
  }

  async #compare(followed: Followed): Promise<void> {
    const event = await this.#eventFor(followed);
    // Another network may be followed by now.
    if (event === undefined || followed !== this.#followed) return;
    this.#connected = event.kind === 'got-ip';
    this.#tell(event);
  }

  async #eventFor(followed: Followed): Promise<WifiEvent | undefined> {
    const { daemon } = this.#context;
    const sight = await lookForRadio(daemon, this.#interfaceName).catch((error: unknown) => {
      if (!daemon.present) return undefined;
      throw error;
    });
    const radio = sight?.kind === 'ready' ? sight.radio : undefined;
    const active = radio === undefined ? undefined : await activeOfDevice(daemon, radio.path);
    const isIn = active?.uuid === followed.uuid && active.state === activeStates.activated;
    if (isIn === this.#connected) return undefined;
    if (!isIn) return { kind: 'disconnected', reason: disconnectReasons.beaconTimeout };
    const connection = radio && (await connectionOf(this.#context, radio, followed));
    return connection === undefined ? undefined : { kind: 'got-ip', connection };
  }
}
