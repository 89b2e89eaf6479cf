import { type Clock, systemClock } from '@esp-prov/protocol';
import {
  type CSSResultGroup,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { UserEvent } from '../flow/flow-event.ts';
import type { FlowState, Screen } from '../flow/flow-state.ts';
import { scene } from '../flow/scene.ts';
import { look } from '../look/look.ts';
import { copyText } from '../parts/copy-text.ts';
import { icon } from '../parts/icon.ts';
import { sceneDrawing } from '../parts/scene-drawing.ts';
import { en } from '../words/en.ts';
import type { Words } from '../words/words.ts';
import { announcement, isFailure } from './announcement.ts';
import { hasScreen, loadLaterScreens, screen } from './screen.ts';
import type { ScreenContext } from './screen-context.ts';
import { Ticker } from './ticker.ts';

/** Where the states come from, and where events go: a runner, or a fixture of the gallery. */
export interface FlowSource {
  readonly state: FlowState;
  dispatch(event: UserEvent): void;
  subscribe(listener: (state: FlowState) => void): () => void;
}

/** How long a button says that something was copied. */
const toldMs = 2000;

/** Screens without an arrow back: there is nowhere to go, or a button says it better. */
const withoutBack: readonly Screen['name'][] = ['start', 'connecting', 'joining', 'done'];

/**
 * `<esp-provision-flow>`: shows the screen of a flow, and keeps focus and announcements in order while it changes.
 *
 * Event `close-flow`: the button to close was pressed, which is there with the attribute `closable`. Event
 * `title-change`: the heading is another one, as by a screen that came later than its state.
 */
export class ProvisionFlow extends LitElement {
  /** How the screens look. */
  static override styles: CSSResultGroup = [...look];
  static override properties: PropertyDeclarations = {
    runner: { attribute: false },
    words: { attribute: false },
    clock: { attribute: false },
    stream: { attribute: false },
    command: {},
    pageUrl: { attribute: 'page-url' },
    closable: { type: Boolean },
    _state: { state: true },
    _isShown: { state: true },
    _why: { state: true },
    _said: { state: true },
    _copied: { state: true },
  };
  declare runner: FlowSource | undefined;
  declare words: Words;
  declare clock: Clock;
  /** Picture of the camera, while a code is looked for. */
  declare stream: MediaStream | undefined;
  /** Command that starts the helper. */
  declare command: string;
  declare pageUrl: string;
  declare closable: boolean;
  declare private _state: FlowState | undefined;
  declare private _isShown: boolean;
  declare private _why: string | undefined;
  declare private _said: string;
  declare private _copied: string | undefined;
  #unsubscribe: (() => void) | undefined;
  readonly #ticker: Ticker = new Ticker(this);
  #hasMoved = false;
  #hadFocus = false;
  #focused: Element | null = null;
  #title: string | undefined;

  constructor() {
    super();
    this.words = en;
    this.clock = systemClock;
    this.command = 'npx esp-prov web';
    this.pageUrl = '';
    this.closable = false;
    this._isShown = false;
    this._said = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.runner) this.#follow(this.runner);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('runner') && this.runner) this.#follow(this.runner);
    const before = changed.get('_state') as FlowState | undefined;
    const after = this._state;
    this.#focused = this.shadowRoot?.activeElement ?? null;
    this.#hadFocus = this.#holdsFocus();
    if (!after) return;
    if (before && keyOf(before.screen) !== keyOf(after.screen)) {
      this.#hasMoved = true;
      this._isShown = after.screen.name === 'failed';
      this._why = undefined;
    }
    if (changed.has('_state')) {
      const said = announcement(before, after, this.words);
      if (said !== undefined) this._said = said;
      this.#ticker.run(isTimed(after.screen));
    }
  }

  protected override firstUpdated(): void {
    this.#loadScreens();
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('_state') as FlowState | undefined;
    const after = this._state;
    this.#keepFocus();
    this.#tellTitle();
    if (!before || !after || !this.#hadFocus) return;
    const hasChanged = keyOf(before.screen) !== keyOf(after.screen);
    const wrong = this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]');
    const hasNewProblem = problemOf(before.screen) !== problemOf(after.screen) || before.screen !== after.screen;
    if (hasChanged) this.renderRoot.querySelector<HTMLElement>('.title')?.focus();
    else if (wrong && hasNewProblem) wrong.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const state = this._state;
    if (!state) return nothing;
    const { words } = this;
    const context = this.#context(state);
    return html`<div class="card ${this.#hasMoved ? 'moves' : ''}" part="card" lang=${words.lang} dir=${words.dir}>
      ${
        withoutBack.includes(state.screen.name)
          ? nothing
          : html`<button type="button" class="back" part="back" aria-label=${words.back} title=${words.back}
              @click=${() => context.dispatch({ kind: 'back' })}>${icon('back')}</button>`
      }
      ${
        this.closable
          ? html`<button type="button" class="close" part="close" aria-label=${words.close} title=${words.close}
              @click=${this.#close}>${icon('close')}</button>`
          : nothing
      }
      ${sceneDrawing(scene(state), words)}
      ${keyed(`${keyOf(state.screen)} ${hasScreen(state.screen.name)}`, html`<div class="body" part="body" data-screen=${state.screen.name}>${screen(context)}</div>`)}
      <div class="vh" role="status">${isFailure(state.screen) ? '' : this._said}</div>
      <div class="vh" role="alert">${isFailure(state.screen) ? this._said : ''}</div>
    </div>`;
  }

  #context(state: FlowState): ScreenContext {
    return {
      state,
      words: this.words,
      dispatch: (event) => this.runner?.dispatch(event),
      now: this.#ticker.now,
      isShown: this._isShown,
      toggleShown: () => {
        this._isShown = !this._isShown;
      },
      copy: this.#copy,
      copied: this._copied,
      explain: (why) => {
        this._why = why;
        this._said = why;
      },
      why: this._why,
      loadScreens: this.#loadScreens,
      command: this.command,
      pageUrl: this.pageUrl || this.ownerDocument.location.href,
      stream: this.stream,
    };
  }

  #follow(runner: FlowSource): void {
    this.#unsubscribe?.();
    this._state = runner.state;
    this.#unsubscribe = runner.subscribe((state) => {
      this._state = state;
    });
  }

  #tellTitle(): void {
    const title = this.renderRoot.querySelector('.title')?.textContent?.trim();
    if (title === this.#title) return;
    this.#title = title;
    this.dispatchEvent(new Event('title-change'));
  }

  /** Gives the focus back to what was moved, as a row of the list is that became stronger. */
  #keepFocus(): void {
    const focused = this.#focused;
    if (!(focused instanceof HTMLElement) || !focused.isConnected) return;
    if (this.shadowRoot?.activeElement !== focused) focused.focus({ preventScroll: true });
  }

  /** Whether the focus is in here, or nowhere: only then a change of screen may take it. */
  #holdsFocus(): boolean {
    if (this.shadowRoot?.activeElement) return true;
    const active = this.ownerDocument.activeElement;
    return active === null || active === this.ownerDocument.body;
  }

  #close = (): void => {
    this.dispatchEvent(new Event('close-flow', { bubbles: true, composed: true }));
  };

  #loadScreens = (): void => {
    // Where it fails, the screen that is missing says so and offers to try again.
    loadLaterScreens().then(
      () => this.requestUpdate(),
      () => undefined,
    );
  };

  /** Copies a text, and says so for a moment where the button is. */
  #copy = (text: string): void => {
    void copyText(text, this.ownerDocument).then(async (worked) => {
      this._said = worked ? this.words.copied : this.words.copyRefused;
      if (!worked) {
        this._why = this._said;
        return;
      }
      this._copied = text;
      await this.clock.sleep(toldMs);
      if (this._copied === text) this._copied = undefined;
    });
  };
}

/** Whether a screen shows seconds. */
function isTimed(of: Screen): boolean {
  return ('limitMs' in of && of.limitMs !== undefined) || (of.name === 'networks' && of.scan === 'first');
}

function keyOf(of: Screen): string {
  if (of.name === 'blocked') return `blocked ${of.obstacle}`;
  if (of.name === 'qr') return `qr ${of.input}`;
  if (of.name === 'trouble') return `trouble ${of.failure.code}`;
  return of.name;
}

function problemOf(of: Screen): unknown {
  return 'problem' in of ? of.problem : 'problems' in of ? of.problems.join() : undefined;
}

// A page may load two copies of this; the first one has the name.
if (!customElements.get('esp-provision-flow')) customElements.define('esp-provision-flow', ProvisionFlow);

declare global {
  interface HTMLElementTagNameMap {
    'esp-provision-flow': ProvisionFlow;
  }
}
