import { type Bytes, concatBytes, fromHex } from '@esp-prov/protocol';
import { encodeMessage, SessionDataSchema } from '@esp-prov/protocol/messages';
import { anyFields } from './any-request.ts';
import type { Chance } from './chance.ts';
import { mutate } from './mutate.ts';

/** Returns a request for `prov-session`. Messages that cost the device a long power are rare. */
export function anyHandshakeMessage(chance: Chance): Bytes {
  switch (chance.below(8)) {
    case 0:
    case 1:
      return validMessage(chance);
    case 2:
    case 3:
    case 4:
      return mutate(validMessage(chance), validMessage(chance), chance);
    case 5:
      return encodeMessage(SessionDataSchema, { secVer: chance.number() } as Init);
    case 6:
      return concatBytes(Uint8Array.of(0x10, chance.below(4)), anyFields(chance, 3));
    default:
      return chance.bytes(120);
  }
}

/** Returns a message of any scheme, command or answer, whose keys and proofs are anything of about the right length. */
function validMessage(chance: Chance): Bytes {
  const anyMsg = chance.below(5);
  switch (chance.below(6)) {
    case 0:
      return fromHex(chance.pick(['5203a20100', '52050801aa0100', '1000', '']));
    case 1:
    case 2: {
      const clientPubkey = chance.exactly(about(32, chance));
      return message(chance, 1, { msg: 0, payload: { case: 'command0', value: { clientPubkey } } });
    }
    case 3: {
      const clientVerifyData = chance.exactly(about(32, chance));
      return message(chance, 1, { msg: anyMsg, payload: { case: 'command1', value: { clientVerifyData } } });
    }
    case 4: {
      const value = {
        clientUsername: chance.bytes(20),
        clientPubkey: chance.once(12) ? publicKey(chance) : chance.bytes(400),
      };
      return message(chance, 2, { msg: 0, payload: { case: 'command0', value } });
    }
    default: {
      const clientProof = chance.exactly(about(64, chance));
      return message(chance, 2, { msg: anyMsg, payload: { case: 'command1', value: { clientProof } } });
    }
  }
}

/** Returns `value` under the number of its scheme, or seldom under any other one. */
function message(chance: Chance, scheme: 1 | 2, value: object): Bytes {
  const proto = { case: `sec${scheme}`, value } as Init['proto'];
  return encodeMessage(SessionDataSchema, { secVer: chance.once(6) ? chance.number() : scheme, proto } as Init);
}

type Init = Parameters<typeof encodeMessage<typeof SessionDataSchema>>[1];

/** Returns a key of security 2 of the length that devices want, from the edges of its range or from within. */
function publicKey(chance: Chance): Bytes {
  const key = chance.once(3) ? new Uint8Array(384).fill(chance.pick([0x00, 0xff])) : chance.exactly(384);
  if (chance.once(2)) key[383] = chance.below(3);
  return key;
}

function about(length: number, chance: Chance): number {
  return chance.once(4) ? length + chance.below(5) - 2 : length;
}
