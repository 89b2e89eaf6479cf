import { type Bytes, concatBytes, utf8 } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigPayloadSchema,
  NetworkCtrlPayloadSchema,
  NetworkScanPayloadSchema,
} from '@esp-prov/protocol/messages';
import type { Chance } from './chance.ts';
import { mutate } from './mutate.ts';

/** The network that the device can join, with its password. */
export const home = { ssid: 'Home', password: 'correct horse' } as const;

/** Returns a request for a handler: a valid message, a damaged one, fields without a plan, or mere noise. */
export function anyRequest(chance: Chance): Bytes {
  switch (chance.below(8)) {
    case 0:
    case 1:
    case 2:
      return validRequest(chance);
    case 3:
    case 4:
    case 5:
      return mutate(validRequest(chance), validRequest(chance), chance);
    case 6:
      return anyFields(chance, 3);
    default:
      return chance.bytes(chance.once(50) ? 4096 : 64);
  }
}

/** Returns a message of any command, with values from and beyond their ranges. */
function validRequest(chance: Chance): Bytes {
  switch (chance.below(8)) {
    case 0:
      return encodeMessage(NetworkConfigPayloadSchema, { msg: chance.number() as 0 });
    case 1:
    case 2:
      return setConfig(chance);
    case 3:
      return encodeMessage(NetworkConfigPayloadSchema, {
        msg: chance.below(12) as 0,
        payload: { case: 'cmdSetThreadConfig', value: { dataset: chance.bytes(300) } },
      });
    case 4:
      return encodeMessage(NetworkScanPayloadSchema, {
        msg: (chance.once(4) ? chance.number() : 0) as 0,
        payload: {
          case: 'cmdScanWifiStart',
          value: {
            blocking: chance.once(2),
            passive: chance.once(2),
            groupChannels: chance.number(),
            periodMs: chance.number(),
          },
        },
      });
    case 5:
      return encodeMessage(NetworkScanPayloadSchema, {
        msg: (chance.once(4) ? chance.number() : 4) as 0,
        payload: { case: 'cmdScanWifiResult', value: { startIndex: chance.number(), count: chance.number() } },
      });
    case 6:
      return encodeMessage(NetworkScanPayloadSchema, { msg: chance.below(14) as 0 });
    default:
      return encodeMessage(NetworkCtrlPayloadSchema, {
        msg: (chance.once(4) ? chance.number() : chance.below(10)) as 0,
      });
  }
}

function setConfig(chance: Chance): Bytes {
  const right = chance.once(3);
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: (chance.once(6) ? chance.below(12) : 2) as 0,
    payload: {
      case: 'cmdSetWifiConfig',
      value: {
        ssid: right ? utf8(home.ssid) : chance.bytes(40),
        passphrase: right ? utf8(home.password) : chance.bytes(80),
        bssid: chance.exactly(chance.pick([0, 0, 6, 6, 5, 7])),
        channel: chance.number() - 8,
      },
    },
  });
}

/** Fields of any number, type and content, nested a few levels deep. */
export function anyFields(chance: Chance, depth: number): Bytes {
  const fields = Array.from({ length: chance.below(4) }, () => {
    const number = chance.pick([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, chance.number()]);
    const wireType = chance.once(4) ? chance.below(8) : chance.pick([0, 2, 2]);
    const tag = varint(number * 8 + wireType);
    switch (wireType) {
      case 0:
        return concatBytes(tag, chance.once(8) ? chance.bytes(12) : varint(chance.number()));
      case 1:
        return concatBytes(tag, chance.exactly(8));
      case 2: {
        const content = depth > 0 && chance.once(2) ? anyFields(chance, depth - 1) : chance.bytes(40);
        return concatBytes(tag, varint(chance.once(10) ? chance.number() : content.length), content);
      }
      default:
        return concatBytes(tag, chance.bytes(8));
    }
  });
  return concatBytes(...fields);
}

function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
