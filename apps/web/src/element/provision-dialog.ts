import type { OpenTransport, Transport } from '@esp-prov/client';
import { type Flow, makeFlow } from '../app/make-flow.ts';
import { pageWorld } from '../app/page-world.ts';
import type { FlowState } from '../flow/flow-state.ts';
import { loadWords, wantedLanguages } from '../words/load-words.ts';
import { dialogLook } from './dialog-look.ts';
import { type ElementSettings, elementSettings } from './element-settings.ts';
import { laterWords } from './later-words.ts';
import type { LaunchFace } from './launch-words.ts';
import { publicEvents } from './public-events.ts';

/** The part of the button that its dialog uses. */
export interface ButtonHost extends HTMLElement {
  readonly transport: Transport | OpenTransport | undefined;
}

/** What the button wants to know of its dialog. */
export interface DialogWatch {
  /** What the button shows from now on. */
  onFaces(faces: readonly [active: LaunchFace, done: LaunchFace]): void;
  /** A device is on the network. */
  onDone(): void;
  /** The dialog is gone, whichever way. */
  onClosed(): void;
}

/** A dialog that is open. */
export interface OpenDialog {
  close(): void;
}

/** Screens on which Escape closes the dialog; on others it goes back. */
const ends: readonly FlowState['screen']['name'][] = ['start', 'done', 'already', 'blocked'];

/** Opens the dialog of a button, inside its shadow root: properties and colours of the page reach it there. */
export async function openDialog(host: ButtonHost, watch: DialogWatch): Promise<OpenDialog | undefined> {
  const settings = settingsOf(host);
  if (settings === undefined) {
    watch.onClosed();
    return undefined;
  }
  const words = await loadWords(...wantedLanguages(host));
  watch.onFaces((laterWords[words.lang] ?? laterWords['en']) as readonly [LaunchFace, LaunchFace]);
  const flow = makeFlow(pageWorld(window, { settings, transport: host.transport }), words);
  const dialog = new ProvisionDialog(host, flow, watch);
  if (host.isConnected) dialog.open();
  else dialog.close();
  return dialog;
}

/** Returns what the attributes say; a wrong one is reported to whoever writes the page, and opens nothing. */
function settingsOf(host: HTMLElement): ElementSettings | undefined {
  try {
    return elementSettings((name) => host.getAttribute(name));
  } catch (error) {
    reportError(error);
    const detail = { code: 'page/wrong-attribute' };
    host.dispatchEvent(new CustomEvent('failed', { detail, bubbles: true, composed: true }));
    return undefined;
  }
}

/** Parts of the screens that a page may style through the button. */
const screenParts = 'back, body, card, close, facts, field, network, primary, scene, steps, title, way';

class ProvisionDialog implements OpenDialog {
  readonly #host: HTMLElement;
  readonly #flow: Flow;
  readonly #watch: DialogWatch;
  readonly #dialog = document.createElement('dialog');
  readonly #ended = new AbortController();
  #state: FlowState | undefined;

  constructor(host: HTMLElement, flow: Flow, watch: DialogWatch) {
    this.#host = host;
    this.#flow = flow;
    this.#watch = watch;
  }

  open(): void {
    const { runner, element } = this.#flow;
    const root = this.#host.shadowRoot;
    if (root === null) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(dialogLook);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.slice(0, 1), sheet];
    element.closable = true;
    element.setAttribute('exportparts', screenParts);
    this.#dialog.part = 'dialog';
    this.#dialog.ariaLabel = element.words.startTitle;
    this.#dialog.append(element);
    const { signal } = this.#ended;
    this.#dialog.addEventListener('cancel', (event) => this.#onEscape(event), { signal });
    this.#dialog.addEventListener('close', () => this.close(), { signal });
    element.addEventListener('close-flow', () => this.close(), { signal });
    root.append(this.#dialog);
    signal.addEventListener(
      'abort',
      runner.subscribe((state) => this.#onState(state)),
    );
    this.#onState(runner.state);
    // A page may take the button away as soon as it hears of the first screen.
    if (this.#dialog.isConnected) this.#dialog.showModal();
    else this.close();
  }

  close(): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    // Gives the focus back to where it was.
    if (this.#dialog.open) this.#dialog.close();
    this.#dialog.remove();
    void this.#flow.runner[Symbol.asyncDispose]();
    this.#watch.onClosed();
    this.#report('closed', { screen: this.#state?.screen.name });
  }

  #onEscape(event: Event): void {
    if (event.target !== this.#dialog) return;
    event.preventDefault();
    const { runner } = this.#flow;
    if (ends.includes(runner.state.screen.name)) this.close();
    else runner.dispatch({ kind: 'back' });
  }

  #onState(state: FlowState): void {
    const events = publicEvents(this.#state, state);
    this.#state = state;
    for (const { type, detail } of events) {
      if (type === 'provisioned') this.#watch.onDone();
      const isTaken = !this.#report(type, detail);
      // A page that goes on by itself does not want our last screen.
      if (type === 'provisioned' && isTaken) return this.close();
    }
  }

  /** Returns false if the page has prevented what would happen next. */
  #report(type: string, detail: unknown): boolean {
    return this.#host.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: type === 'provisioned' }),
    );
  }
}
