import { type CSSResultGroup, css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { quiet } from '../../parts/button.ts';
import type { BootLine } from '../engine/boot-log.ts';
import type { TabDevice } from '../engine/tab-device.ts';
import { PanelElement, panelLook } from './panel-element.ts';

/** Distance from the end in pixels below which the log is followed. */
const nearEnd = 24;

/** `<esp-boot-log>`: what the device prints on its serial port. It follows the end, unless somebody has scrolled. */
export class BootLogPanel extends PanelElement {
  static override styles: CSSResultGroup = [
    panelLook,
    css`
      .log {
        flex: 1;
        min-block-size: calc(var(--_u) * 14);
        max-block-size: calc(var(--_u) * 27);
        margin: 0;
        padding: var(--_s4);
        overflow: auto;
        overscroll-behavior: contain;
        background: var(--_sunken);
        direction: ltr;
        font: 400 var(--_f-xs) / 1.65 var(--_mono);
        text-align: left;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        tab-size: 2;
      }
      .log:focus-visible {
        outline-offset: -2px;
      }
      .l {
        display: block;
        min-block-size: 1.65em;
        padding-left: 2ch;
        text-indent: -2ch;
        unicode-bidi: plaintext;
        text-align: left;
      }
      .t {
        color: var(--_muted);
      }
      .is-warning .t {
        color: var(--_warn);
      }
      .is-error .t {
        color: var(--_danger);
        font-weight: 600;
      }
      .k {
        color: var(--_ink);
        font-weight: 600;
      }
      @container ep (min-width: 20rem) {
        :host([fills]) .log {
          flex: 1 1 0;
          max-block-size: none;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    ...PanelElement.properties,
    device: { attribute: false },
    lines: { state: true },
    follows: { state: true },
  };
  declare device: TabDevice | undefined;
  declare private lines: readonly BootLine[];
  declare private follows: boolean;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.lines = [];
    this.follows = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { device } = this;
    if (!device) return;
    const look = () => {
      this.lines = device.log.lines;
    };
    look();
    this.#unwatch = device.watch(look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  protected override updated(): void {
    const log = this.renderRoot.querySelector('.log');
    if (log && this.follows) log.scrollTop = log.scrollHeight;
  }

  protected override render(): TemplateResult {
    const { words, lines, device, follows } = this;
    const name = device?.label.serviceName ?? '';
    return html`<section class="panel" lang=${words.lang} dir=${words.dir} aria-labelledby="title">
      <header>
        <h2 id="title">${words.bootLog}</h2>
        <div class="tools">
          ${follows ? nothing : quiet({ label: words.toEnd, press: () => this.#follow() })}
          ${quiet({
            label: this.copied ? words.copied : words.copy,
            sign: this.copied ? 'check' : 'copy',
            press: () => this.copy(device?.log.text() ?? ''),
          })}
        </div>
      </header>
      <div class="log" role="log" aria-live="off" aria-labelledby="title" tabindex="0" translate="no" lang="en" @scroll=${this.#scrolled}
        >${repeat(
          lines,
          ({ id }) => id,
          ({ level, head, text }) =>
            html`<span class="l is-${level}">${head === '' ? nothing : html`<span class="t">${head}</span>`}${marked(text, name)}</span>`,
        )}</div>
    </section>`;
  }

  #follow(): void {
    this.follows = true;
    const log = this.renderRoot.querySelector('.log');
    if (log) log.scrollTop = log.scrollHeight;
  }

  #scrolled = ({ currentTarget }: Event): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget as HTMLElement;
    this.follows = scrollHeight - clientHeight - scrollTop < nearEnd;
  };
}

/** Marks the name of the device, for which one looks in the log. */
function marked(text: string, name: string): TemplateResult | string {
  const at = name === '' ? -1 : text.indexOf(name);
  if (at < 0) return text;
  return html`${text.slice(0, at)}<span class="k">${name}</span>${text.slice(at + name.length)}`;
}
