import type { VirtualAccessPoint } from '@esp-prov/virtual';
import { type CSSResultGroup, css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { bars } from '../../parts/bars.ts';
import { quiet } from '../../parts/button.ts';
import { plusSign } from '../../parts/later-signs.ts';
import { barsOf } from '../../run/heard-networks.ts';
import { fillIn } from '../../words/fill-in.ts';
import {
  type AirNetwork,
  addNetwork,
  airNetwork,
  airSecurities,
  changeNetwork,
  fitsSsid,
  longestSsid,
  mostNetworks,
  removeNetwork,
  rssiRange,
} from '../engine/air-edit.ts';
import { activePreset, airPresets, withPreset } from '../engine/air-presets.ts';
import type { TabDevice } from '../engine/tab-device.ts';
import { authWord, joinOrder, joinWord, presetWord } from './air-words.ts';
import { PanelElement, panelLook } from './panel-element.ts';
import { sign } from './signs.ts';

/** `<esp-air>`: the networks around the device, which are edited while it listens. */
export class AirPanel extends PanelElement {
  static override styles: CSSResultGroup = [
    panelLook,
    css`
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: var(--_s2);
        padding: var(--_s3) var(--_s4);
        border-block-end: 1px solid var(--_line);
      }
      .chip {
        min-block-size: var(--_target);
        padding: var(--_s1) var(--_s3);
        border: 1px solid var(--_line);
        border-radius: 99px;
        background: none;
        font-size: var(--_f-s);
        cursor: pointer;
      }
      .chip:hover {
        border-color: var(--_edge);
      }
      .chip[aria-pressed='true'] {
        border-color: var(--_ink);
        background: var(--_soft);
        color: var(--_ink);
        font-weight: 550;
      }
      .list {
        position: relative;
        overflow: auto;
        overscroll-behavior: contain;
        max-block-size: var(--_air-most, none);
      }
      .list > li {
        display: grid;
        padding: var(--_s3) var(--_s4) var(--_s2);
      }
      .list > li + li {
        border-block-start: 1px solid var(--_line);
      }
      .row {
        display: flex;
        align-items: center;
        gap: var(--_s3);
      }
      .row b {
        flex: 1;
        min-inline-size: 0;
        font-weight: 550;
      }
      input[type='range'] {
        flex: 1;
        min-inline-size: 0;
        block-size: var(--_target);
        margin: 0;
        accent-color: var(--_ink);
      }
      output {
        min-inline-size: 4.6em;
        color: var(--_muted);
        font-size: var(--_f-xs);
        font-variant-numeric: tabular-nums;
        text-align: end;
        direction: ltr;
        unicode-bidi: isolate;
      }
      .more {
        border: 0;
      }
      .edit {
        display: grid;
        gap: var(--_s3);
      }
      .edit .field {
        gap: var(--_s1);
      }
      .none {
        padding: var(--_s4);
        color: var(--_muted);
        font-size: var(--_f-s);
      }
      @media (forced-colors: active) {
        .chip[aria-pressed='true'] {
          outline: 2px solid Highlight;
          outline-offset: -3px;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    ...PanelElement.properties,
    device: { attribute: false },
    points: { state: true },
    wrong: { state: true },
    added: { state: true },
  };
  declare device: TabDevice | undefined;
  declare private points: readonly VirtualAccessPoint[];
  /** Address of the network whose name was refused. */
  declare private wrong: string | undefined;
  /** Address of the network that was added last: its fields are open. */
  declare private added: string | undefined;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.points = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { device } = this;
    if (!device) return;
    this.points = device.air.accessPoints;
    this.#unwatch = device.air.watch(() => {
      this.points = device.air.accessPoints;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  protected override render(): TemplateResult {
    const { words, points } = this;
    const [first] = points;
    const active = activePreset(points);
    return html`<section class="panel" lang=${words.lang} dir=${words.dir} aria-labelledby="title">
      <header>
        <h2 id="title">${words.air}</h2>
        <div class="tools">
          ${quiet({ label: words.add, sign: plusSign, press: () => this.#add(), isNotNow: points.length >= mostNetworks })}
        </div>
      </header>
      ${
        first
          ? html`<div class="chips" role="group" aria-label=${fillIn(words.trouble, { name: airNetwork(first).ssid })}>
              ${airPresets.map(
                (preset) => html`<button type="button" class="chip" aria-pressed=${active === preset ? 'true' : 'false'}
                  @click=${() => this.#replace(withPreset(points, active === preset ? undefined : preset))}
                  >${words[presetWord[preset]]}</button>`,
              )}
            </div>`
          : html`<p class="none">${words.airEmpty}</p>`
      }
      <ul class="list">${repeat(
        points,
        ({ bssid }) => bssid,
        (point) => this.#network(point),
      )}</ul>
    </section>`;
  }

  #network(point: VirtualAccessPoint): TemplateResult {
    const { words } = this;
    const { bssid } = point;
    const network = airNetwork(point);
    const { ssid, rssi, auth, join } = network;
    const id = bssid.replaceAll(':', '');
    const change = (changes: Partial<AirNetwork>) => this.#replace(changeNetwork(this.points, bssid, changes));
    return html`<li>
      <div class="row"><b><bdi>${ssid}</bdi></b><span class="tag">${words[authWord[auth]]}</span>${bars(barsOf(rssi))}</div>
      <div class="row">
        <label class="vh" for="s${id}">${fillIn(words.signalOf, { name: ssid })}</label>
        <input type="range" id="s${id}" min=${rssiRange.min} max=${rssiRange.max} .value=${live(String(rssi))}
          aria-valuetext=${dbm(words.dbm, rssi)}
          @input=${(event: Event) => change({ rssi: Number((event.target as HTMLInputElement).value) })} />
        <output for="s${id}">${dbm(words.dbm, rssi)}</output>
      </div>
      <label class="vh" for="j${id}">${fillIn(words.doesOf, { name: ssid })}</label>
      <select id="j${id}" .value=${live(join)}
        @change=${(event: Event) => change({ join: (event.target as HTMLSelectElement).value as AirNetwork['join'] })}>
        ${joinOrder.map(
          (each) => html`<option value=${each} ?selected=${each === join}
            >${words[each === 'ok' && auth === 'WPA2_ENTERPRISE' ? 'joinAsksUser' : joinWord[each]]}</option>`,
        )}
      </select>
      <details class="more" ?open=${this.added === bssid}>
        <summary>${words.edit}</summary>
        ${this.#fields(network, bssid, id, change)}
      </details>
    </li>`;
  }

  #fields(
    { ssid, password, auth }: AirNetwork,
    bssid: string,
    id: string,
    change: (changes: Partial<AirNetwork>) => void,
  ): TemplateResult {
    const { words } = this;
    const isWrong = this.wrong === bssid;
    const rename = ({ target }: Event) => {
      const { value } = target as HTMLInputElement;
      this.wrong = fitsSsid(value) ? undefined : bssid;
      if (fitsSsid(value)) change({ ssid: value });
    };
    return html`<div class="edit">
      <div class="field"><label for="n${id}">${words.ssid}</label>
        <div class="input"><input id="n${id}" autocomplete="off" maxlength=${longestSsid} .value=${ssid}
          aria-invalid=${isWrong ? 'true' : 'false'} aria-describedby="e${id}" @change=${rename} /></div>
        <span id="e${id}" class="error" role="alert">${isWrong ? words.ssidWrong : ''}</span></div>
      <div class="field"><label for="a${id}">${words.protection}</label>
        <select id="a${id}" .value=${live(auth)}
          @change=${(event: Event) => change({ auth: (event.target as HTMLSelectElement).value as AirNetwork['auth'] })}>
          ${airSecurities.map((each) => html`<option value=${each} ?selected=${each === auth}>${words[authWord[each]]}</option>`)}
        </select></div>
      ${
        auth === 'Open' || auth === 'WPA2_ENTERPRISE'
          ? ''
          : html`<div class="field"><label for="p${id}">${words.password}</label>
              <div class="input"><input id="p${id}" class="code" autocomplete="off" spellcheck="false" maxlength="64"
                .value=${live(password)}
                @change=${(event: Event) => change({ password: (event.target as HTMLInputElement).value })} /></div></div>`
      }
      <div><button type="button" class="btn quiet" @click=${() => this.#replace(removeNetwork(this.points, bssid))}
        >${sign('trash')}<span>${words.remove}</span></button></div>
    </div>`;
  }

  #add(): void {
    const { points, words } = this;
    const after = addNetwork(points, fillIn(words.newNetwork, { n: points.length + 1 }));
    this.added = after.at(-1)?.bssid;
    this.#replace(after);
  }

  #replace(points: readonly VirtualAccessPoint[]): void {
    this.device?.air.replace(points);
  }
}

/** A strength with the sign of a number, not a hyphen. */
function dbm(text: string, rssi: number): string {
  return fillIn(text, { n: rssi }).replace('-', '\u2212');
}
