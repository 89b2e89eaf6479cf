import { systemClock } from '@esp-prov/protocol';
import {
  type CSSResultGroup,
  css,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { ExchangeLog } from '../../log/exchange-log.ts';
import { base } from '../../look/base.ts';
import { tokens } from '../../look/tokens.ts';
import type { FlowRunner } from '../../run/flow-runner.ts';
import type { TabDevice } from '../engine/tab-device.ts';
import type { DeviceWords } from '../words/device-words.ts';
import { en } from '../words/en.ts';
import { AirPanel } from './air-panel.ts';
import { BootLogPanel } from './boot-log-panel.ts';
import { DeviceBar } from './device-bar.ts';
import { MessagesPanel } from './messages-panel.ts';

/** Panels that come after the bar. */
const panels = 4;

/** `<esp-developer-view>`: the device in the page and the flow that sets it up, side by side where there is room. */
export class DeveloperView extends LitElement {
  static override styles: CSSResultGroup = [
    tokens,
    base,
    css`
      .dev {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--_s4);
      }
      .dev > * {
        min-inline-size: 0;
      }
      .app {
        display: grid;
        --esp-provision-shadow: none;
      }
      esp-provision-flow::part(card) {
        block-size: 100%;
      }
      @container ep (min-width: 46rem) {
        .dev {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .bar {
          grid-column: 1 / -1;
        }
      }
      @container ep (min-width: 64rem) {
        .dev {
          grid-template-columns: minmax(0, 24rem) minmax(0, 1fr) minmax(0, 20rem);
          align-items: stretch;
          --_air-most: calc(var(--_u) * 44);
        }
        .messages {
          grid-column: 1 / -1;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    device: { attribute: false },
    log: { attribute: false },
    runner: { attribute: false },
    words: { attribute: false },
    flow: { attribute: false },
    stage: { state: true },
  };
  declare device: TabDevice | undefined;
  declare log: ExchangeLog | undefined;
  declare runner: FlowRunner | undefined;
  declare words: DeviceWords;
  /** The screens of the flow that sets the device up. */
  declare flow: HTMLElement | undefined;
  /** How many panels are there: they come one after another, each in a frame of its own. */
  declare private stage: number;
  #whole: () => void = () => undefined;
  /** Resolves when all panels are there. */
  readonly isWhole: Promise<void> = new Promise((resolve) => {
    this.#whole = resolve;
  });

  constructor() {
    super();
    this.words = en;
    this.stage = 0;
  }

  protected override updated(): void {
    if (this.stage >= panels) return this.#whole();
    systemClock.sleep(0).then(
      () => {
        this.stage++;
      },
      () => undefined,
    );
  }

  protected override render(): TemplateResult {
    const { device, log, flow, words, stage } = this;
    const from = (at: number, panel: () => TemplateResult) => (stage >= at ? panel() : nothing);
    return html`<div class="dev" lang=${words.lang} dir=${words.dir}>
      <esp-device-bar class="bar" .device=${device} .words=${words} @use-label=${this.#use}></esp-device-bar>
      <section class="app" aria-label=${words.app}>${from(1, () => html`${flow}`)}</section>
      ${from(2, () => html`<esp-boot-log fills .device=${device} .words=${words}></esp-boot-log>`)}
      ${from(3, () => html`<esp-air .device=${device} .words=${words}></esp-air>`)}
      ${from(4, () => html`<esp-messages class="messages" .log=${log} .words=${words}></esp-messages>`)}
    </div>`;
  }

  /** Does what a phone does that reads the label. */
  #use = ({ detail }: CustomEvent<string>): void => {
    const { runner } = this;
    if (!runner) return;
    if (runner.state.screen.name !== 'start') runner.dispatch({ kind: 'cancel' });
    runner.dispatch({ kind: 'open-qr' });
    runner.dispatch({ kind: 'qr-text', text: detail });
  };
}

/** The elements by their names. Named here, since a bundler leaves out a module of which nothing is used. */
const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'esp-air': AirPanel,
  'esp-boot-log': BootLogPanel,
  'esp-developer-view': DeveloperView,
  'esp-device-bar': DeviceBar,
  'esp-messages': MessagesPanel,
};
for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}
