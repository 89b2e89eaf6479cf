import type { FlowEvent } from '../flow/flow-event.ts';
import type { NetworkChoice } from '../flow/flow-state.ts';
import { pageFailure } from '../flow/page-failure.ts';
import { describeFailure } from './failure.ts';
import { limited } from './limited.ts';
import type { Visit, VisitOptions } from './visit.ts';

/** Longest time for a link to come about; the screen counts from the choice of the device on. */
const linkMs = 45_000;

/** Longest time for a file of the page. */
const loadMs = 30_000;

/** Loads what speaks with a device. A load that failed, as without a network, is begun again by the next call. */
const loadVisit = () => import('./visit.ts');

/**
 * A use of a device whose code comes when a device was chosen, and not before: the list of devices must come at the
 * first click, and needs none of it.
 */
export class LazyVisit {
  readonly #options: VisitOptions;
  #visit: Visit | undefined;
  #hasEnded = false;

  readonly #import: () => Promise<Pick<typeof import('./visit.ts'), 'Visit'>>;

  /** @param load - loads the code; default: the file beside this one */
  constructor(options: VisitOptions, load: () => Promise<Pick<typeof import('./visit.ts'), 'Visit'>> = loadVisit) {
    this.#options = options;
    this.#import = load;
  }

  /** Begins to load, long before it is needed, with the schemes of which a device will want one. */
  static preload(): void {
    loadVisit()
      .then(({ loadSecurity }) => loadSecurity())
      .catch(() => undefined);
  }

  /** Reports that connecting begins, so that no screen is without its time. */
  begin(): void {
    const step = this.#options.device.way === 'softap' ? 'find' : 'connect';
    this.#report({ kind: 'connect-step', step, at: this.#options.clock.now(), limitMs: linkMs });
  }

  /** What the device asked a person. */
  get questions(): Visit['questions'] | undefined {
    return this.#visit?.questions;
  }

  async connect(): Promise<void> {
    await (await this.#load())?.connect();
  }

  async check(): Promise<void> {
    await (await this.#load())?.check();
  }

  scan(): void {
    this.#visit?.scan();
  }

  stopScan(): void {
    this.#visit?.stopScan();
  }

  async provision(choice: NetworkChoice): Promise<void> {
    await this.#visit?.provision(choice);
  }

  async keepWatching(): Promise<void> {
    await this.#visit?.keepWatching();
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#visit?.end();
  }

  async #load(): Promise<Visit | undefined> {
    try {
      const { clock } = this.#options;
      const { Visit } = await limited({ clock, ms: loadMs, what: 'a file of the page' }, this.#import);
      if (!this.#hasEnded) this.#visit ??= new Visit(this.#options);
    } catch (error) {
      const { code, message, details } = describeFailure(error);
      this.#report({
        kind: 'failure',
        failure: pageFailure('page/chunk-missing', [['cause', `${code}: ${message}`], ...details]),
      });
    }
    return this.#visit;
  }

  #report(event: FlowEvent): void {
    if (!this.#hasEnded) this.#options.report(event);
  }
}
