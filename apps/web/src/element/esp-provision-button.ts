import type { OpenTransport, Transport } from '@esp-prov/client';
import { launchLook } from './launch-look.ts';
import { type LaunchState, launchIcons, launchWords } from './launch-words.ts';
import type { OpenDialog } from './provision-dialog.ts';

/** Loads the dialog with everything in it. A failed load is tried again by the next call. */
const loadDialog = () => import('./provision-dialog.ts');

/**
 * `<esp-provision-button>`: a button that opens the dialog in which a device is put on Wi-Fi. It is small, because every
 * page that has it loads it; the dialog comes when a pointer or the focus comes near, or when the page is idle.
 */
export class EspProvisionButton extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['lang'];

  /** Reaches the device in place of the browser's Bluetooth; set before the click. */
  #transport: Transport | OpenTransport | undefined;
  readonly #slot = document.createElement('slot');
  readonly #button = document.createElement('button');
  #opened: Promise<OpenDialog | undefined> | undefined;
  #isDone = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(launchLook);
    root.adoptedStyleSheets = [sheet];
    this.#button.type = 'button';
    this.#button.part = 'button';
    this.#slot.append(this.#button);
    root.append(this.#slot);
    this.#slot.addEventListener('click', () => this.start());
    for (const near of ['pointerenter', 'focusin', 'touchstart']) {
      this.addEventListener(near, () => void loadDialog().catch(() => {}), { passive: true, once: true });
    }
  }

  /** Reaches the device in place of what the browser has: a transport of the client library, or a function that opens one. */
  get transport(): Transport | OpenTransport | undefined {
    return this.#transport;
  }

  set transport(transport: Transport | OpenTransport | undefined) {
    this.#transport = transport;
    this.#show();
  }

  connectedCallback(): void {
    this.#show();
    globalThis.requestIdleCallback?.(() => this.isConnected && void loadDialog().catch(() => {}));
  }

  disconnectedCallback(): void {
    void this.#opened?.then((dialog) => dialog?.close());
  }

  attributeChangedCallback(): void {
    this.#show();
  }

  /** Opens the dialog, as a click does. What the browser asks for comes from a button inside. */
  start(): void {
    if (this.#opened !== undefined || !this.isConnected) return;
    this.#isDone = false;
    this.#opened = loadDialog()
      .then(({ openDialog }) => {
        if (this.isConnected) return openDialog(this, { onDone: this.#done, onClosed: this.#closed });
        this.#closed();
        return undefined;
      })
      .catch((error: unknown) => {
        this.#closed();
        this.dispatchEvent(
          new CustomEvent('failed', {
            detail: { code: 'page/chunk-missing', cause: error },
            bubbles: true,
            composed: true,
          }),
        );
        return undefined;
      });
    this.#show();
  }

  readonly #done = (): void => {
    this.#isDone = true;
    this.#show();
  };

  readonly #closed = (): void => {
    this.#opened = undefined;
    this.#show();
  };

  /** Shows what stands: slot, label and reflected attributes. */
  #show(): void {
    const { bluetooth, serial } = navigator as { bluetooth?: unknown; serial?: unknown };
    const works = this.#transport !== undefined || bluetooth !== undefined || serial !== undefined;
    const isActive = this.#opened !== undefined;
    this.toggleAttribute('supported', works);
    this.toggleAttribute('active', isActive);
    this.#slot.name = works ? 'activate' : isSecureContext ? 'unsupported' : 'insecure';
    const state: LaunchState = isActive ? 'active' : this.#isDone ? 'done' : works ? 'rest' : 'away';
    const language = this.closest('[lang]')?.getAttribute('lang')?.slice(0, 2).toLowerCase() ?? '';
    const words = launchWords[language] ?? launchWords['en'];
    const button = this.#button;
    button.className = state === 'away' ? 'quiet' : state === 'done' ? '' : 'primary';
    button.ariaBusy = isActive ? 'true' : null;
    // The button itself stays: the dialog gives the focus back to it.
    button.replaceChildren(launchIcon(launchIcons[state]), words?.[state] ?? '');
  }
}

function launchIcon(lines: string): Element {
  if (lines === '') return document.createElement('i');
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', lines);
  icon.append(path);
  return icon;
}
