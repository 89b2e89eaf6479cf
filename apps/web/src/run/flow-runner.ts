import { type Clock, systemClock } from '@esp-prov/protocol';
import { initialState, transition } from '../flow/flow.ts';
import type { FlowEffect, FlowEvent, UserEvent } from '../flow/flow-event.ts';
import type { FlowState, Wanted } from '../flow/flow-state.ts';
import { pageFailure } from '../flow/page-failure.ts';
import { mergeWanted } from '../flow/start.ts';
import type { Way } from '../flow/way.ts';
import { AcceptedAnswers } from './accepted-answers.ts';
import { Choice } from './choice.ts';
import { CodeReading } from './code-reading.ts';
import { type ChosenDevice, fixedDevice } from './device-reach.ts';
import { describeFailure } from './failure.ts';
import type { FlowWorld } from './flow-world.ts';
import { LazyVisit } from './lazy-visit.ts';
import { readMemory, writeMemory } from './memory.ts';

/** Runs the machine of the screens: does what it wants done, and tells it what became of that. */
export class FlowRunner implements AsyncDisposable {
  readonly #world: FlowWorld;
  readonly #clock: Clock;
  readonly #listeners = new Set<(state: FlowState) => void>();
  #state: FlowState;
  #visit: LazyVisit | undefined;
  #chosen: ChosenDevice | undefined;
  readonly #accepted = new AcceptedAnswers();
  /** Ends a look at the page of a device. */
  #errand = new AbortController();
  #choice: Choice | undefined;
  readonly #codes: CodeReading;
  #stream: MediaStream | undefined;
  #depth = 0;
  #told: FlowState | undefined;
  #isDisposed = false;
  /** Visits that are ending; the next one to the same device waits for them. */
  #leaving: Promise<unknown> = Promise.resolve();

  constructor(world: FlowWorld) {
    this.#world = world;
    this.#clock = world.clock ?? systemClock;
    const { settings = {} } = world;
    this.#state = { ...initialState, wanted: mergeWanted(initialState.wanted, wantedOf(settings)) };
    this.#codes = new CodeReading({
      world,
      report: (event) => this.#take(event),
      onStream: (stream) => {
        this.#stream = stream;
        this.#tell();
      },
    });
    const left = readMemory(world.storage);
    if (left) this.#take({ kind: 'restored', ...left });
    this.#lookAtBrowser();
  }

  /** What the screens show. */
  get state(): FlowState {
    return this.#state;
  }

  /** What the camera sees while a code is looked for. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** Looks for a QR code in a picture. */
  readPicture(picture: Blob): void {
    this.#take({ kind: 'qr-picture', picture });
  }

  /** Takes what a person does; what has to run within a click runs before this returns. */
  dispatch(event: UserEvent): void {
    this.#take(event);
  }

  /** Gives other wishes than those of the settings, such as attributes that changed. */
  want(wanted: Partial<Wanted>): void {
    this.#take({ kind: 'wanted', wanted });
  }

  /** Looks at the browser again, such as after the helper was found. */
  look(): void {
    this.#lookAtBrowser();
  }

  /** Hands every new state to `listener` until the returned function is called. */
  subscribe(listener: (state: FlowState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Leaves the device and ends all that is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#listeners.clear();
    this.#codes.stop();
    this.#world.guardUnload?.(false);
    this.#leave();
    await this.#leaving;
  }

  #take(event: FlowEvent): void {
    if (this.#isDisposed) return;
    const before = this.#state;
    const { state, effects } = transition(before, event);
    this.#state = state;
    // The next run may be with another device, and a code that is scanned knows better.
    if (endsOfRun.includes(state.screen.name) || event.kind === 'qr-read') this.#accepted.forget();
    const isJoining = state.screen.name === 'joining';
    if (isJoining !== (before.screen.name === 'joining')) this.#world.guardUnload?.(isJoining);
    this.#depth++;
    try {
      for (const effect of effects) this.#perform(effect);
    } finally {
      this.#depth--;
    }
    if (this.#depth > 0 || this.#state === this.#told) return;
    this.#told = this.#state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#state);
  }

  #perform(effect: FlowEffect): void {
    switch (effect.kind) {
      case 'look-at-browser':
        return this.#lookAtBrowser();
      case 'choose':
        return this.#choose(effect.way, effect.wanted);
      case 'connect':
        return this.#connect(effect.way, effect.wanted);
      case 'answer-proof':
        return this.#visit?.questions?.answerPop(effect.pop);
      case 'answer-account':
        return this.#visit?.questions?.answerAccount(effect);
      case 'answer-consent':
        return this.#visit?.questions?.answerConsent(effect.agreed);
      case 'scan':
        return this.#visit?.scan();
      case 'stop-scan':
        return this.#visit?.stopScan();
      case 'provision':
        if (!this.#visit) return this.#take({ kind: 'failure', failure: pageFailure('page/internal') });
        void this.#visit.provision(effect.network);
        return;
      case 'keep-watching':
        if (!this.#visit) return this.#take({ kind: 'failure', failure: pageFailure('page/internal') });
        void this.#visit.keepWatching();
        return;
      case 'check-outcome':
        return this.#check();
      case 'try-link':
        return this.#tryLink(effect.ip4, effect.nextUrl);
      case 'disconnect':
        return this.#leave();
      case 'remember':
        return writeMemory(this.#world.storage, effect);
      case 'pick-device':
        return this.#choice?.pick(effect.id);
      case 'start-camera':
        void this.#codes.startCamera();
        return;
      case 'stop-camera':
        return this.#codes.stop();
      case 'read-qr':
        return this.#codes.readText(effect.text);
      case 'read-picture':
        void this.#codes.readPicture(effect.picture);
        return;
    }
  }

  #lookAtBrowser(): void {
    const { ways } = this.#world;
    if (!ways) return;
    void (async () => {
      try {
        this.#take({ kind: 'ways', ways: await ways() });
      } catch (error) {
        this.#take({ kind: 'failure', failure: describeFailure(error) });
      }
    })();
  }

  #choose(way: 'bluetooth' | 'usb', wanted: Wanted, then?: () => void): void {
    this.#choice?.end();
    const choice = new Choice({
      world: this.#world,
      clock: this.#clock,
      way,
      wanted,
      report: (event) => {
        if (this.#choice !== choice) return;
        this.#take(event);
        if (event.kind === 'chosen') then?.();
      },
      onChosen: (device) => {
        this.#chosen = device;
      },
    });
    this.#choice = choice;
    choice.begin(this.#state.ways.some((offer) => offer.way === way && offer.lists));
    LazyVisit.preload();
  }

  #connect(way: Way, wanted: Wanted): void {
    const visit = this.#newVisit(way, wanted);
    visit?.begin();
    if (visit) void this.#leaving.then(() => visit.connect());
  }

  /** Looks how a device fares; after a reload it has to be chosen anew, in the click that asked for it. */
  #check(): void {
    const { device, wanted } = this.#state;
    const way = device?.way ?? 'bluetooth';
    const look = () => {
      const visit = this.#newVisit(way, wanted);
      visit?.begin();
      if (visit) void this.#leaving.then(() => visit.check());
    };
    if ((way === 'bluetooth' || way === 'usb') && this.#chosen?.way !== way) this.#choose(way, wanted, look);
    else look();
  }

  #newVisit(way: Way, wanted: Wanted): LazyVisit | undefined {
    this.#leave();
    const device = this.#chosen?.way === way ? this.#chosen : fixedDevice(way, this.#world);
    if (!device) {
      this.#take({ kind: 'failure', failure: pageFailure('page/no-way', [['way', way]]) });
      return undefined;
    }
    const visit: LazyVisit = new LazyVisit({
      world: this.#world,
      clock: this.#clock,
      device,
      wanted,
      accepted: this.#accepted,
      report: (event) => {
        if (this.#visit === visit) this.#take(event);
      },
    });
    this.#visit = visit;
    return visit;
  }

  #tryLink(ip4: string | undefined, nextUrl: string | undefined): void {
    const { settings, fetch } = this.#world;
    this.#errand = new AbortController();
    const { signal } = this.#errand;
    // A name of the network has no underscores, which names over Bluetooth do have.
    const name = (this.#state.device?.name ?? '').replace(/[^a-z0-9]+/gi, '-');
    const hostName = settings?.hostName?.replace('{name}', name);
    void (async () => {
      const { linksOf, tryLinks } = await import('./try-link.ts');
      const urls = linksOf({ ip4, nextUrl, hostName });
      const [first] = urls;
      if (first === undefined) return;
      const url = await tryLinks(urls, { fetch, clock: this.#clock, signal });
      if (!signal.aborted) this.#take({ kind: 'link-tried', url: url ?? first, answers: url !== undefined });
    })().catch(() => {
      // A part of the page that is missing must not leave the screen trying for ever.
      const url = nextUrl ?? (ip4 === undefined ? undefined : `http://${ip4}/`);
      if (url !== undefined && !signal.aborted) this.#take({ kind: 'link-tried', url, answers: false });
    });
  }

  #leave(): void {
    this.#errand.abort();
    this.#choice?.end();
    this.#choice = undefined;
    const visit = this.#visit;
    this.#visit = undefined;
    if (visit) this.#leaving = Promise.all([this.#leaving, visit.end()]);
  }
}

const endsOfRun: readonly FlowState['screen']['name'][] = ['start', 'done', 'already'];

function wantedOf({
  namePrefix,
  pop,
  username,
  password,
  likely,
  minimumSecurityVersion,
  way,
  softApPassword,
}: Partial<Wanted>): Partial<Wanted> {
  const secrets = { pop, username, password, likely, minimumSecurityVersion };
  return { ...(namePrefix === undefined ? {} : { namePrefix }), ...secrets, way, softApPassword };
}
