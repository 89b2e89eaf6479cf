import type { Endpoint } from '@esp-prov/device';
import { type Bytes, decodeUtf8, foreignText, type Log, ProvisioningError } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage, Status } from '@esp-prov/protocol/messages';
import { LocalCtrlMsgType, LocalCtrlPayloadSchema } from '@esp-prov/protocol/messages/vendor';
import type { Vendor, VendorParts } from './vendor-application.ts';

/** A property of a device, as its application keeps it. */
export interface LocalProperty {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  /** Bytes of a value of fixed size; 0: any. */
  readonly size: number;
  get(): Uint8Array;
  /** Takes a value, or returns false, as for one that is read-only. */
  set(value: Uint8Array): boolean;
}

const tag = 'esp_local_ctrl';

/**
 * Returns the endpoint `esp_local_ctrl/control` over some properties. What is no command, or a command without its own
 * member, is refused as firmware since July 2026 does. esp_local_ctrl.c, esp_local_ctrl_handler.c
 */
export function localControlEndpoint(properties: readonly LocalProperty[], log: Log): Endpoint {
  return (request) => {
    const { msg, payload } = decodeMessage(LocalCtrlPayloadSchema, request);
    const { CMD_GET_COUNT, CMD_GET_VALUES, CMD_SET_VALUES } = LocalCtrlMsgType;
    if (msg === CMD_GET_COUNT && payload.case === 'cmdGetCount') {
      return answer(msg, { case: 'respGetCount', value: { count: properties.length } });
    }
    if (msg === CMD_GET_VALUES && payload.case === 'cmdGetValues') {
      const { indices } = payload.value;
      const wrong = indices.find((index) => index >= properties.length);
      if (wrong !== undefined) log('error', tag, `Invalid property index ${wrong | 0}`);
      const status = wrong === undefined ? Status.SUCCESS : Status.INVALID_ARGUMENT;
      const found = wrong === undefined ? indices.map((index) => properties[index] as LocalProperty) : [];
      const infos = found.map((property) => {
        const { name, type, flags } = property;
        return { name, type, flags, value: Uint8Array.from(property.get()) };
      });
      return answer(msg, { case: 'respGetValues', value: { status, properties: infos } });
    }
    if (msg === CMD_SET_VALUES && payload.case === 'cmdSetValues') {
      const isSet = setAll(properties, payload.value.values, log);
      const status = isSet ? Status.SUCCESS : Status.INVALID_ARGUMENT;
      return answer(msg, { case: 'respSetValues', value: { status } });
    }
    log('error', 'esp_local_ctrl_handler', 'command dispatcher failed');
    throw new ProvisioningError('endpoint/refused', `the message ${msg} is no command with its own member`);
  };
}

/** Checks index and size of all before it sets the first. */
function setAll(
  properties: readonly LocalProperty[],
  values: readonly { readonly index: number; readonly value: Uint8Array }[],
  log: Log,
): boolean {
  for (const { index, value } of values) {
    const property = properties[index];
    if (!property) {
      log('error', tag, `Invalid property index ${index | 0}`);
      return false;
    }
    if (property.size !== 0 && property.size !== value.length) {
      log('error', tag, `Invalid property size ${value.length}. Expected ${property.size}`);
      return false;
    }
  }
  return values.every(({ index, value }) => properties[index]?.set(value) === true);
}

function answer(msg: LocalCtrlMsgType, payload: LocalCtrlAnswer): Bytes {
  return encodeMessage(LocalCtrlPayloadSchema, { msg: (msg + 1) as LocalCtrlMsgType, payload });
}

type LocalCtrlAnswer = NonNullable<Parameters<typeof encodeMessage<typeof LocalCtrlPayloadSchema>>[1]['payload']>;

/** Returns the four properties of Espressif's example. esp-idf: examples/protocols/esp_local_ctrl */
export function exampleProperties({ clock, log }: Pick<VendorParts, 'clock' | 'log'>): LocalProperty[] {
  const begin = clock.now();
  const elapsedMs = () => clock.now() - begin;
  let number = Uint8Array.of(0x15, 0xcd, 0x5b, 0x07);
  let text: Uint8Array = new Uint8Array(0);
  const readOnly = (name: string) => () => {
    log('error', 'control', `${name} is read-only`);
    return false;
  };
  return [
    {
      ...{ name: 'timestamp (us)', type: 0, flags: 1, size: 8 },
      get: () => {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigInt64(0, BigInt(Math.floor(elapsedMs() * 1000)), true);
        return bytes;
      },
      set: readOnly('timestamp (us)'),
    },
    {
      ...{ name: 'property1', type: 1, flags: 0, size: 4 },
      get: () => number,
      set: (value) => {
        number = Uint8Array.from(value);
        const shown = new DataView(number.buffer).getInt32(0, true);
        log('info', 'control', `Setting property1 value to ${shown}`);
        return true;
      },
    },
    {
      // It changes every second.
      ...{ name: 'property2', type: 2, flags: 1, size: 1 },
      get: () => Uint8Array.of(Math.floor(elapsedMs() / 1000) % 2),
      set: readOnly('property2'),
    },
    {
      ...{ name: 'property3', type: 3, flags: 0, size: 0 },
      get: () => text,
      set: (value) => {
        // A C string ends at its first zero byte.
        const end = value.indexOf(0);
        text = value.slice(0, Math.min(end < 0 ? longestText : end, longestText));
        if (value.length > 0) {
          const shown = foreignText(decodeUtf8(text) ?? String.fromCharCode(...text), longestText);
          log('info', 'control', `Setting property3 value to ${shown}`);
        }
        return true;
      },
    },
  ];
}

/** Bytes of the longest text that is kept. */
const longestText = 4096;

/** Returns Espressif's example of local control within the session of provisioning: the endpoint for its properties. */
export function localControl(): Vendor {
  return (parts) => ({
    applications: new Map(),
    endpoints: [{ name: 'esp_local_ctrl/control', handler: localControlEndpoint(exampleProperties(parts), parts.log) }],
  });
}
