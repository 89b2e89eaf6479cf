import { type Clock, isProvisioningError } from '@esp-prov/protocol';
import type { FlowEvent } from '../flow/flow-event.ts';
import type { FoundThing, Wanted } from '../flow/flow-state.ts';
import { pageFailure } from '../flow/page-failure.ts';
import { type ChosenDevice, chooseDevice, listedDevice } from './device-reach.ts';
import { describeFailure } from './failure.ts';
import type { FlowWorld, HelperList } from './flow-world.ts';

/** Longest time that the page's own list looks for devices. */
const listMs = 300_000;

/** What a choice needs. */
export interface ChoiceOptions {
  readonly world: FlowWorld;
  readonly clock: Clock;
  readonly way: 'bluetooth' | 'usb';
  readonly wanted: Wanted;
  readonly report: (event: FlowEvent) => void;
  /** Called with the device before it is reported. */
  readonly onChosen: (device: ChosenDevice) => void;
}

/** One choice of a device: in the list of the browser, or in that of the page, which the helper fills. */
export class Choice {
  readonly #options: ChoiceOptions;
  readonly #end = new AbortController();
  #found: readonly FoundThing[] = [];
  #list: HelperList | undefined;

  constructor(options: ChoiceOptions) {
    this.#options = options;
  }

  /** Begins. The browser's list is shown before this returns. */
  begin(isListed: boolean): void {
    const { world, way } = this.#options;
    const list = world.helper?.lists?.[way];
    if (isListed && list) {
      this.#list = list;
      void this.#fill(list);
      return;
    }
    let choosing: Promise<ChosenDevice> | undefined;
    try {
      choosing = chooseDevice(way, this.#options);
    } catch (error) {
      choosing = Promise.reject(error);
    }
    if (choosing)
      choosing.then(
        (device) => this.#choose(device),
        (error: unknown) => this.#fail(error),
      );
    else this.#report({ kind: 'failure', failure: pageFailure('page/no-way', [['way', way]]) });
  }

  /** Takes an entry of the page's own list. */
  pick(id: string): void {
    const thing = this.#found.find((each) => each.id === id);
    if (thing && this.#list) this.#choose(listedDevice(this.#options.way, this.#list, thing));
  }

  /** Whatever is chosen later is ignored; a browser's list stays open, as no page can close it. */
  end(): void {
    this.#end.abort();
  }

  async #fill(list: HelperList): Promise<void> {
    const { clock, wanted } = this.#options;
    const limit = new AbortController();
    const stop = () => limit.abort();
    this.#end.signal.addEventListener('abort', stop, { once: true });
    clock.sleep(listMs, { signal: limit.signal }).then(stop, () => undefined);
    try {
      for await (const found of list.find(wanted.namePrefix, { signal: limit.signal })) {
        if (limit.signal.aborted) break;
        this.#found = found;
        this.#report({ kind: 'found', found });
      }
      this.#report({ kind: 'nothing-chosen' });
    } catch (error) {
      if (limit.signal.aborted) this.#report({ kind: 'nothing-chosen' });
      else this.#fail(error);
    } finally {
      stop();
    }
  }

  #choose(device: ChosenDevice): void {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    this.#options.onChosen(device);
    this.#options.report({ kind: 'chosen', name: device.name });
  }

  #fail(error: unknown): void {
    if (nothingChosen.some((code) => codeOf(error) === code)) this.#report({ kind: 'nothing-chosen' });
    else this.#report({ kind: 'failure', failure: describeFailure(error) });
  }

  #report(event: FlowEvent): void {
    if (!this.#end.signal.aborted) this.#options.report(event);
  }
}

const nothingChosen: readonly string[] = ['bluetooth/nothing-chosen', 'serial/nothing-chosen', 'bluetooth/not-found'];

function codeOf(error: unknown): string | undefined {
  return isProvisioningError(error) ? error.code : undefined;
}
