import type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from '@esp-prov/linux';
import type { BoardSignals } from '../../../../src/commands/device/linux/board-signals.ts';
import type { BoardWorld } from '../../../../src/commands/device/linux/board-world.ts';
import type { OutputEvent } from '../../../../src/report/output.ts';

/** An output that keeps what is printed. */
export function keptOutput() {
  const events: OutputEvent[] = [];
  const lines: string[] = [];
  return {
    json: true,
    events,
    /** What people would read. */
    lines,
    event(event: OutputEvent, text: string | readonly string[] = []) {
      events.push(event);
      lines.push(...[text].flat());
    },
    result(result: { readonly result: string }) {
      events.push({ event: 'result', ...result });
    },
  };
}

/** Signals that a test sends. */
export class FakeSignals implements BoardSignals {
  readonly #end = new AbortController();
  #offer: (() => void) | undefined;
  readonly end: AbortSignal = this.#end.signal;

  onOffer(listener: () => void): void {
    this.#offer = listener;
  }

  terminate(): void {
    this.#end.abort(new Error('ended'));
  }

  offer(): void {
    this.#offer?.();
  }

  [Symbol.dispose](): void {}
}

/** A world in which a board is there at once, and does what a test says. */
export class FakeWorld implements BoardWorld {
  /** What was done, in its order. */
  readonly done: string[] = [];
  options: LinuxDeviceOptions | undefined;
  isLabelShown = false;
  /** What `create` waits for before the board is there. */
  waits: Promise<unknown> = Promise.resolve();
  /** Aborted when the bus ends. */
  readonly lost = new AbortController();
  #press = (): void => undefined;
  #isOnline = (): void => undefined;
  #isCreated = (): void => undefined;
  readonly #online = new Promise<{ readonly ip4: string }>((resolve) => {
    this.#isOnline = () => resolve({ ip4: '192.168.43.220' });
  });
  /** Resolves when the board is there. */
  readonly created = new Promise<void>((resolve) => {
    this.#isCreated = resolve;
  });

  tell(event: LinuxDeviceEvent): void {
    this.options?.onEvent?.(event);
  }

  goOnline(): void {
    this.tell({ kind: 'online' });
    this.#isOnline();
  }

  press(): void {
    this.#press();
  }

  async create(options: LinuxDeviceOptions): Promise<LinuxDevice> {
    this.options = options;
    await Promise.race([
      this.waits,
      new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(options.signal?.reason))),
    ]);
    this.tell({ kind: 'ready', name: 'PROV_261FCC', provisioned: false });
    setImmediate(this.#isCreated);
    const act = (what: string) => async () => void this.done.push(what);
    return {
      identity: { name: 'PROV_261FCC', securityVersion: 2, username: 'wifiprov', pop: 'label-on-the-box' },
      lost: this.lost.signal,
      isProvisioned: async () => false,
      offer: act('offer'),
      withdraw: act('withdraw'),
      reset: act('reset'),
      watch: () => () => undefined,
      whenOnline: async () => await this.#online,
      [Symbol.asyncDispose]: act('device ended'),
    };
  }

  async labelShown(): Promise<boolean> {
    return this.isLabelShown;
  }

  async noteLabelShown(): Promise<void> {
    this.done.push('label noted');
  }

  hook(command: string) {
    return {
      take: (event: LinuxDeviceEvent) => void this.done.push(`${command}: ${event.kind}`),
      [Symbol.asyncDispose]: async () => void this.done.push(`${command}: ended`),
    };
  }

  button(command: string, { onPress }: { readonly onPress: () => void }) {
    this.#press = onPress;
    return { [Symbol.asyncDispose]: async () => void this.done.push(`${command}: ended`) };
  }

  programEndpoint(name: string, command: string) {
    return async () => new TextEncoder().encode(`${name} ${command}`);
  }

  async moduleEndpoints(path: string) {
    return { hello: async () => new TextEncoder().encode(path) };
  }
}
