import { isProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import { type CSSResultGroup, css, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { quiet } from '../../parts/button.ts';
import { icon } from '../../parts/icon.ts';
import { refreshSign } from '../../parts/later-signs.ts';
import { fillIn } from '../../words/fill-in.ts';
import { requireFlashSize } from '../engine/flash-file.ts';
import type { TabDevice, TabStatus } from '../engine/tab-device.ts';
import type { TabTransport } from '../engine/tab-link.ts';
import type { TabSettings } from '../engine/tab-settings.ts';
import type { DeviceWords } from '../words/device-words.ts';
import { deviceLabel } from './device-label.ts';
import { PanelElement, panelLook } from './panel-element.ts';
import { sign } from './signs.ts';

/** A notice below the tools. */
interface Notice {
  readonly kind: 'plain' | 'danger' | 'warn';
  readonly text: string;
  readonly advice?: string | undefined;
}

/** After how many changes of the flash the power goes: in the middle of the first entry. */
const cutAfter = 3;

/**
 * `<esp-device-bar>`: what the device is, how it is doing, and what can be done with its power and its flash.
 *
 * Event `use-label`, whose `detail` is the text of the QR code: the device is to be set up with it.
 */
export class DeviceBar extends PanelElement {
  static override styles: CSSResultGroup = [
    panelLook,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--_s3);
        padding: var(--_s4);
      }
      .bar .field {
        flex: 1 1 8.5em;
        gap: var(--_s1);
      }
      .bar .field > label {
        color: var(--_muted);
        font-size: var(--_f-xs);
        font-weight: 500;
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--_s5);
        align-items: start;
        padding: 0 var(--_s4) var(--_s2);
        font-size: var(--_f-s);
      }
      .below .more {
        flex: 1 1 18em;
        border: 0;
      }
      .notice {
        margin: 0 var(--_s4) var(--_s4);
      }
      .sticker {
        display: flex;
        flex-wrap: wrap;
        gap: var(--_s4);
        align-items: center;
      }
      .sticker .qr {
        inline-size: calc(var(--_u) * 9);
        block-size: calc(var(--_u) * 9);
        border-radius: var(--_r-s);
        forced-color-adjust: none;
      }
      .sticker dl {
        display: grid;
        grid-template-columns: auto auto;
        gap: var(--_s1) var(--_s3);
        justify-content: start;
      }
      .sticker dt {
        color: var(--_muted);
      }
      .sticker .text {
        display: grid;
        gap: var(--_s2);
        justify-items: start;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    ...PanelElement.properties,
    device: { attribute: false },
    notice: { state: true },
    turn: { state: true },
    isLabelOpen: { state: true },
  };
  declare device: TabDevice | undefined;
  declare private notice: Notice | undefined;
  declare private turn: number;
  /** The QR code is drawn only when somebody wants to see it. */
  declare private isLabelOpen: boolean;
  #unwatch: (() => void) | undefined;
  #shown: readonly unknown[] = [];

  constructor() {
    super();
    this.turn = 0;
    this.isLabelOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { device } = this;
    this.#unwatch = device?.watch(() => {
      // Not for every line of the log.
      const shown = [device.settings, device.status, device.cutsPower];
      if (shown.every((each, i) => each === this.#shown[i])) return;
      this.#shown = shown;
      this.turn++;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { device, words } = this;
    if (!device) return nothing;
    const { status } = device;
    const isOff = status.kind === 'off';
    return html`<section class="panel" lang=${words.lang} dir=${words.dir} aria-labelledby="title">
      <header>
        <h1 id="title">${words.title}</h1>
        <span class=${statusLook(status)} role="status">${statusWords(status, words)}</span>
        <div class="tools">
          ${quiet({
            label: isOff ? words.switchOn : words.switchOff,
            sign: 'power',
            press: () => void (isOff ? device.boot() : device.powerOff()),
          })}
          ${isOff ? nothing : quiet({ label: words.reboot, sign: refreshSign, press: () => void device.boot() })}
          <button type="button" class="btn quiet" @click=${this.#erase}>${sign('trash')}<span>${words.eraseFlash}</span></button>
          <button type="button" class="btn quiet" @click=${this.#save}>${sign('save')}<span>${words.saveImage}</span></button>
          <button type="button" class="btn quiet" @click=${this.#choose}>${sign('open')}<span>${words.loadImage}</span></button>
          <input class="vh" type="file" tabindex="-1" aria-hidden="true" accept=".bin" @change=${this.#load} />
        </div>
      </header>
      <div class="bar">${this.#selects(device)}</div>
      ${this.#below(device)} ${this.#noticeOf(status)}
    </section>`;
  }

  #selects({ settings, choices }: TabDevice): TemplateResult[] {
    const { words } = this;
    const transports = { ble: words.ble, softap: words.softap, console: words.console };
    const schemes = { 0: words.security0, 1: words.security1, 2: words.security2 };
    return [
      this.#select(
        'chip',
        words.chip,
        settings.chip,
        choices.chips.map((each) => [each, each]),
      ),
      this.#select(
        'profile',
        words.firmware,
        settings.profile,
        choices.profiles.map((each) => [each, each]),
      ),
      this.#select(
        'transport',
        words.transport,
        settings.transport,
        choices.transports.map((each) => [each, transports[each]]),
      ),
      this.#select(
        'securityVersion',
        words.security,
        String(settings.securityVersion),
        choices.securityVersions.map((each) => [String(each), schemes[each]]),
      ),
    ];
  }

  #select(
    name: 'chip' | 'profile' | 'transport' | 'securityVersion',
    label: string,
    value: string,
    options: readonly (readonly [value: string, label: string])[],
  ): TemplateResult {
    const changed = ({ target }: Event) => {
      const chosen = (target as HTMLSelectElement).value;
      this.#configure(changeOf(name, chosen));
    };
    return html`<div class="field"><label for=${name}>${label}</label>
      <select id=${name} .value=${live(value)} @change=${changed}>
        ${options.map(([each, text]) => html`<option value=${each} ?selected=${each === value}>${text}</option>`)}
      </select></div>`;
  }

  #below(device: TabDevice): TemplateResult {
    const { words } = this;
    const { settings, label, cutsPower } = device;
    const use = (text: string) =>
      this.dispatchEvent(new CustomEvent('use-label', { detail: text, bubbles: true, composed: true }));
    const cut = ({ target }: Event) =>
      void device.cutPowerWhileStoring((target as HTMLInputElement).checked ? cutAfter : undefined);
    return html`<div class="below">
      <details class="more" @toggle=${this.#toggled}><summary>${words.label}</summary>${
        this.isLabelOpen ? deviceLabel(label, words, use) : nothing
      }</details>
      <label class="check"><input type="checkbox" .checked=${live(settings.fast)}
        @change=${({ target }: Event) => this.#configure({ fast: (target as HTMLInputElement).checked })} />${words.fast}</label>
      <label class="check"><input type="checkbox" .checked=${live(cutsPower)} @change=${cut} />${words.cutPower}</label>
    </div>`;
  }

  #noticeOf(status: TabStatus): TemplateResult {
    const { words } = this;
    const failed: Notice | undefined =
      status.kind === 'failed'
        ? {
            kind: 'danger',
            text: fillIn(words.notBootable, { why: status.failure.message }),
            advice: words.notBootableAdvice,
          }
        : undefined;
    const shown = failed ?? this.notice;
    // Empty when the page is loaded, so that what comes into it is read out.
    return html`<div role="status">${
      shown
        ? html`<p class="note notice ${shown.kind}">${icon(shown.kind === 'plain' ? 'info' : 'alert')}<span>${shown.text}
            ${shown.advice ?? nothing}</span></p>`
        : nothing
    }</div>`;
  }

  #configure(changes: Partial<TabSettings>): void {
    this.notice = undefined;
    void this.device?.configure(changes);
  }

  #toggled = ({ currentTarget }: Event): void => {
    this.isLabelOpen = (currentTarget as HTMLDetailsElement).open;
  };

  #erase = async (): Promise<void> => {
    await this.device?.eraseFlash();
    this.notice = { kind: 'plain', text: this.words.erased };
  };

  #save = (): void => {
    const { device, ownerDocument } = this;
    if (!device) return;
    const name = `${device.label.serviceName}-flash.bin`;
    const url = URL.createObjectURL(new Blob([device.saveImage()]));
    const link = ownerDocument.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // Not at once: the browser reads it after the click.
    ownerDocument.defaultView?.requestAnimationFrame(() => URL.revokeObjectURL(url));
    this.notice = { kind: 'warn', text: fillIn(this.words.saved, { name }) };
  };

  #choose = (): void => {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
  };

  #load = async ({ target }: Event): Promise<void> => {
    const input = target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    const { words } = this;
    try {
      requireFlashSize(file.size);
      const findings = await this.device?.loadImage(new Uint8Array(await file.arrayBuffer()));
      this.notice = findings?.length
        ? { kind: 'warn', text: fillIn(words.loadedDamaged, { findings: findings.join('; ') }) }
        : { kind: 'plain', text: words.loaded };
    } catch (error) {
      const why = isProvisioningError(error) ? error.message : String(error).slice(0, 200);
      this.notice = { kind: 'danger', text: fillIn(words.loadRefused, { why }), advice: words.loadAdvice };
    } finally {
      // So that the same file may be chosen once more.
      input.value = '';
    }
  };
}

function changeOf(name: 'chip' | 'profile' | 'transport' | 'securityVersion', chosen: string): Partial<TabSettings> {
  if (name === 'securityVersion') return { securityVersion: Number(chosen) as SecurityVersion };
  if (name === 'transport') return { transport: chosen as TabTransport };
  return { [name]: chosen };
}

function statusWords(status: TabStatus, words: DeviceWords): string {
  switch (status.kind) {
    case 'off':
      return words.statusOff;
    case 'starting':
      return words.statusStarting;
    case 'offering':
      return words.statusOffering;
    case 'provisioned':
      return words.statusProvisioned;
    case 'online':
      return fillIn(words.statusOnline, { ip: status.ip4 });
    case 'failed':
      return words.statusFailed;
  }
}

function statusLook({ kind }: TabStatus): string {
  if (kind === 'failed') return 'tag bad';
  return kind === 'off' || kind === 'starting' ? 'tag' : 'tag on';
}
