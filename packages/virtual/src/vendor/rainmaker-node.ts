import { toHex, utf8 } from '@esp-prov/protocol';
import { plainJson } from '../app/plain-json.ts';
import type { NodeKey } from './node-key.ts';
import type { VendorParts } from './vendor-application.ts';

/** A value of a parameter. */
type ParamValue = boolean | number | string;

/** A parameter of a device. */
interface Param {
  readonly name: string;
  readonly type: string;
  readonly ui: string;
  readonly bounds?: readonly [min: number, max: number];
  value: ParamValue;
}

/** A RainMaker node with one device, the light of Espressif's example `led_light`. */
export class RainmakerNode {
  readonly key: NodeKey;
  readonly #platform: string;
  readonly #params: readonly Param[] = [
    { name: 'Name', type: 'esp.param.name', ui: 'esp.ui.text', value: 'Light' },
    { name: 'Power', type: 'esp.param.power', ui: 'esp.ui.toggle', value: true },
    { name: 'Brightness', type: 'esp.param.brightness', ui: 'esp.ui.slider', bounds: [0, 100], value: 25 },
    { name: 'Hue', type: 'esp.param.hue', ui: 'esp.ui.hue-slider', bounds: [0, 360], value: 180 },
    { name: 'Saturation', type: 'esp.param.saturation', ui: 'esp.ui.slider', bounds: [0, 100], value: 100 },
  ];
  /** Name under which the cloud knows it; without one, the address of the chip. */
  id: string;

  constructor({ mac, chip }: Pick<VendorParts, 'mac' | 'chip'>, key: NodeKey) {
    this.key = key;
    this.#platform = chip;
    this.id = toHex(mac).toUpperCase();
  }

  /** Returns the values of all parameters, as JSON. */
  params(): string {
    return json({ Light: Object.fromEntries(this.#params.map(({ name, value }) => [name, value])) });
  }

  /** Returns what the node has and is, as JSON. */
  config(): string {
    const info = { name: 'ESP RainMaker Device', fw_version: '1.0', type: 'Lightbulb', model: 'led_light' };
    const params = this.#params.map(({ name, type, ui, bounds, value }) => ({
      name,
      type,
      data_type: typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'int' : 'string',
      properties: ['read', 'write'],
      ...(bounds ? { bounds: { min: bounds[0], max: bounds[1], step: 1 } } : {}),
      ui_type: ui,
    }));
    return json({
      node_id: this.id,
      config_version: '2020-03-20',
      info: { ...info, project_name: 'led_light', platform: this.#platform },
      devices: [{ name: 'Light', type: 'esp.device.lightbulb', primary: 'Power', params }],
      services: [],
    });
  }

  /** Sets what it knows of a request and passes over the rest, as the firmware does. Returns false for what is no JSON. */
  set(text: string): boolean {
    const request = parsed(text);
    if (!isRecord(request)) return false;
    const values = Object.hasOwn(request, 'Light') ? request['Light'] : undefined;
    if (!isRecord(values)) return true;
    for (const param of this.#params) {
      const value = Object.hasOwn(values, param.name) ? values[param.name] : undefined;
      if (!isParamValue(value) || typeof value !== typeof param.value) continue;
      if (typeof value === 'string' && utf8(value).length > longestName) continue;
      param.value = typeof value === 'number' ? Math.trunc(value) : value;
    }
    return true;
  }
}

/** Bytes of the longest name that is kept. */
const longestName = 64;

function json(value: unknown): string {
  return plainJson(value) ?? '{}';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isParamValue(value: unknown): value is ParamValue {
  return typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value);
}
