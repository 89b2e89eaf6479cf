import type { OpenTransport, Transport } from '@esp-prov/client';
import { launchLook } from './launch-look.ts';
import { type LaunchFace, launchWords } from './launch-words.ts';
import type { OpenDialog } from './provision-dialog.ts';

/** Loads the dialog with everything in it. A failed load is tried again by the next call. */
const loadDialog = () => import('./provision-dialog.ts');
const preload = () => void loadDialog().catch(() => {});

/**
 * `<esp-provision-button>`: a button that opens the dialog in which a device is put on Wi-Fi. It is small, because every
 * page that has it loads it; the dialog comes when a pointer or the focus comes near, or when the page is idle.
 */
export class EspProvisionButton extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['lang'];

  #transport: Transport | OpenTransport | undefined;
  readonly #slot = document.createElement('slot');
  readonly #button = document.createElement('button');
  #opened: Promise<OpenDialog | undefined> | undefined;
  /** Since the dialog was open: what the button shows then, and whether a device has joined. */
  #later: readonly [active: LaunchFace, done: LaunchFace] | undefined;
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
    for (const near of ['pointerenter', 'focusin', 'touchstart'])
      this.addEventListener(near, preload, { passive: true });
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
    // Whoever saves data loads the dialog when they come near, and not for every page that has a button.
    if (!(navigator as { connection?: { saveData?: boolean } }).connection?.saveData)
      globalThis.requestIdleCallback?.(preload);
  }

  disconnectedCallback(): void {
    void this.#opened?.then((dialog) => dialog?.close());
  }

  attributeChangedCallback(): void {
    this.#show();
  }

  /** Opens the dialog, as a click does. What the browser asks for comes from a button inside. */
  start(): void {
    if (this.#opened || !this.isConnected) return;
    this.#opened = this.#open();
    this.#show();
  }

  async #open(): Promise<OpenDialog | undefined> {
    const onClosed = () => {
      this.#opened = undefined;
      this.#show();
    };
    try {
      const { openDialog } = await loadDialog();
      return await openDialog(this, {
        onClosed,
        onFaces: (later) => {
          this.#later = later;
          this.#isDone = false;
          this.#show();
        },
        onDone: () => {
          this.#isDone = true;
        },
      });
    } catch (cause) {
      onClosed();
      const detail = { code: 'page/chunk-missing', cause };
      this.dispatchEvent(new CustomEvent('failed', { detail, bubbles: true, composed: true }));
      return undefined;
    }
  }

  /** Shows what stands: slot, label and reflected attributes. */
  #show(): void {
    const { bluetooth, serial } = navigator as { bluetooth?: unknown; serial?: unknown };
    const works = !!(this.#transport || bluetooth || serial);
    const isActive = !!this.#opened;
    this.toggleAttribute('supported', works);
    this.toggleAttribute('active', isActive);
    this.#slot.name = works ? 'activate' : isSecureContext ? 'unsupported' : 'insecure';
    const language = this.closest('[lang]')?.getAttribute('lang')?.slice(0, 2).toLowerCase() ?? '';
    const [rest, away] = (launchWords[language] ?? launchWords['en']) as readonly [LaunchFace, LaunchFace];
    const [active, done] = this.#later ?? [rest, rest];
    const [text, lines] = isActive ? active : this.#isDone ? done : works ? rest : away;
    const button = this.#button;
    button.className = isActive || (works && !this.#isDone) ? 'primary' : this.#isDone ? '' : 'quiet';
    button.ariaBusy = `${isActive}`;
    // The button itself stays: the dialog gives the focus back to it.
    button.replaceChildren(launchIcon(lines), text);
  }
}

function launchIcon(lines: string): Element {
  if (!lines) return document.createElement('i');
  const drawn = (name: string) => document.createElementNS('http://www.w3.org/2000/svg', name);
  const [icon, path] = [drawn('svg'), drawn('path')];
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', lines);
  icon.append(path);
  return icon;
}
