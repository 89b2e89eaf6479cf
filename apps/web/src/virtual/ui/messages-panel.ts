import { type CSSResultGroup, css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ExchangeLog } from '../../log/exchange-log.ts';
import type { LogEntry } from '../../log/log-entry.ts';
import { logText, secondsText } from '../../log/log-text.ts';
import { quiet } from '../../parts/button.ts';
import { fillIn } from '../../words/fill-in.ts';
import { PanelElement, panelLook } from './panel-element.ts';
import { sign } from './signs.ts';

/** `<esp-messages>`: the messages between client and device, one by one, with what is sealed and what is plain. */
export class MessagesPanel extends PanelElement {
  static override styles: CSSResultGroup = [
    panelLook,
    css`
      .msgs {
        position: relative;
        max-block-size: calc(var(--_u) * 34);
        overflow: auto;
        overscroll-behavior: contain;
        font-size: var(--_f-s);
      }
      .msgs:focus-visible {
        outline-offset: -2px;
      }
      li + li {
        border-block-start: 1px solid var(--_line);
      }
      summary {
        display: grid;
        grid-template: 'dir name tag' 'dir what tag' / auto 1fr auto;
        gap: 0 var(--_s3);
        align-items: center;
        min-block-size: var(--_target);
        padding: var(--_s2) var(--_s4);
        list-style: none;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover {
        background: var(--_softer);
      }
      summary:focus-visible {
        outline-offset: -2px;
      }
      .dir {
        grid-area: dir;
        color: var(--_ink);
      }
      .dir .i {
        inline-size: 1.1em;
        block-size: 1.1em;
      }
      .dir .i:dir(rtl) {
        transform: scaleX(-1);
      }
      [data-direction='in'] .dir {
        color: var(--_muted);
      }
      .name {
        grid-area: name;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .what {
        grid-area: what;
        color: var(--_muted);
        font: 400 var(--_f-xs) / 1.3 var(--_mono);
        overflow-wrap: anywhere;
      }
      .tag {
        grid-area: tag;
      }
      .at,
      .len {
        display: none;
        color: var(--_muted);
        font: 400 var(--_f-xs) / 1.5 var(--_mono);
      }
      .len {
        text-align: end;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(45%) 1fr;
        gap: var(--_s1) var(--_s3);
        padding: 0 var(--_s4) var(--_s4);
        direction: ltr;
        color: var(--_muted);
        font: 400 var(--_f-xs) / 1.6 var(--_mono);
        text-align: left;
      }
      dt,
      dd {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      dd {
        color: var(--_text);
        unicode-bidi: isolate;
      }
      mark {
        padding-inline: 0.3em;
        border-radius: 4px;
        background: var(--_soft);
        color: var(--_ink);
      }
      .none {
        padding: var(--_s4);
        color: var(--_muted);
        font-size: var(--_f-s);
      }
      @container ep (min-width: 46rem) {
        summary {
          grid-template: 'at dir what name tag len' / 5.2em 1.4em 8.5em 1fr auto 4.5em;
        }
        .at,
        .len {
          display: block;
        }
        dl {
          padding-inline-start: calc(6.6em + var(--_s4) + 2 * var(--_s3));
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    ...PanelElement.properties,
    log: { attribute: false },
    entries: { state: true },
  };
  declare log: ExchangeLog | undefined;
  declare private entries: readonly LogEntry[];
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.entries = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { log } = this;
    if (!log) return;
    const look = () => {
      this.entries = log.entries;
    };
    look();
    this.#unwatch = log.watch(look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  protected override updated(): void {
    const list = this.renderRoot.querySelector('.msgs');
    if (list && this.#wasAtEnd) list.scrollTop = list.scrollHeight;
  }

  #wasAtEnd = true;

  protected override render(): TemplateResult {
    const { words, entries } = this;
    return html`<section class="panel" lang=${words.lang} dir=${words.dir} aria-labelledby="title">
      <header>
        <h2 id="title">${words.messages}</h2>
        <span class="muted tiny">${words.messagesLead}</span>
        <div class="tools">
          ${quiet({
            label: this.copied ? words.copied : words.copy,
            sign: this.copied ? 'check' : 'copy',
            press: () => this.copy(logText(this.entries)),
          })}
          ${quiet({ label: words.clear, sign: 'close', press: () => this.log?.clear() })}
        </div>
      </header>
      ${
        entries.length === 0
          ? html`<p class="none">${words.messagesEmpty}</p>`
          : html`<ol class="msgs" tabindex="0" aria-labelledby="title" @scroll=${this.#scrolled}>
              ${repeat(
                entries,
                ({ id }) => id,
                (entry) => this.#entry(entry),
              )}
            </ol>`
      }
    </section>`;
  }

  #entry(entry: LogEntry): TemplateResult {
    const { words } = this;
    const { direction, endpoint, seal, bytes, message, failure } = entry;
    const tag = failure !== undefined ? 'tag bad' : seal === 'sealed' ? 'tag on' : 'tag';
    const name = failure ?? message.name ?? this.#nameless(entry);
    return html`<li data-direction=${direction}><details>
      <summary>
        <span class="at">${secondsText(entry.atMs)}</span>
        <span class="dir">${sign(direction)}<span class="vh">${direction === 'out' ? words.toDevice : words.fromDevice}</span></span>
        <span class="what" translate="no"><bdi>${endpoint}</bdi></span>
        <span class="name" translate="no"><bdi>${name}</bdi>${message.summary === '' ? nothing : html` · <bdi>${message.summary}</bdi>`}</span>
        <span class=${tag}>${failure !== undefined ? words.failed : seal === 'sealed' ? words.sealed : words.plain}</span>
        <span class="len">${failure === undefined ? fillIn(words.bytes, { n: bytes }) : nothing}</span>
      </summary>
      ${this.#fields(entry)}
    </details></li>`;
  }

  #nameless({ message: { kind }, seal }: LogEntry): string {
    const { words } = this;
    if (kind === 'unknown') return words.unknownMessage;
    return seal === 'sealed' ? words.stillSealed : words.unreadable;
  }

  #fields({ message, wire, failure }: LogEntry): TemplateResult | typeof nothing {
    const { words } = this;
    if (failure !== undefined) return nothing;
    return html`<dl>
      ${message.fields.map(
        ({ name, value }) => html`<dt translate="no">${name}</dt>
          <dd>${typeof value === 'string' ? value : html`<mark>${fillIn(words.masked, { n: value.maskedBytes })}</mark>`}</dd>`,
      )}
      <dt>${words.wire}</dt>
      <dd>${wire ?? html`<mark>${words.wireHidden}</mark>`}</dd>
    </dl>`;
  }

  #scrolled = ({ currentTarget }: Event): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget as HTMLElement;
    this.#wasAtEnd = scrollHeight - clientHeight - scrollTop < 24;
  };
}
