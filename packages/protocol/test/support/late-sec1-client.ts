import { aes256Ctr } from '#crypto';
import type { Random } from '../../src/random.ts';
import { deviceRandomLength, keyLength, makeKeyPair, popBytes, sessionKey } from '../../src/security/sec1/keys.ts';
import { encodeCommand0, encodeCommand1 } from '../../src/security/sec1/messages.ts';
import type { ClientSecurity, SecureChannel } from '../../src/security/security.ts';
import { decodeSchemeMessage } from '../../src/security/session-message.ts';

/**
 * A client that proves itself to a device before v6.0 behind wrong proofs of the same session, which ours never does: the
 * keystream has gone on with each of them.
 *
 * @param wrongProofs - how many there were
 */
export function lateSec1Client(pop: string | undefined, random: Random, wrongProofs: number): ClientSecurity {
  return {
    version: 1,
    *handshake() {
      const own = makeKeyPair(random);
      const { payload } = decodeSchemeMessage(yield encodeCommand0(own.publicKey), 1, 'sec1');
      if (payload.case !== 'response0') throw new Error('the device did not answer command 0');
      const { devicePubkey, deviceRandom } = payload.value;
      const stream = aes256Ctr(sessionKey(own, devicePubkey, popBytes(pop)), deviceRandom.slice(0, deviceRandomLength));
      stream.apply(new Uint8Array(wrongProofs * keyLength));
      const reply = decodeSchemeMessage(yield encodeCommand1(stream.apply(devicePubkey)), 1, 'sec1');
      if (reply.payload.case !== 'response1') throw new Error('the device did not answer command 1');
      const opened = stream.apply(reply.payload.value.deviceVerifyData);
      if (opened.some((byte, i) => byte !== own.publicKey[i])) throw new Error('the device has not proven itself');
      const channel: SecureChannel = {
        overhead: 0,
        seal: (plain) => stream.apply(plain),
        open: (sealed) => stream.apply(sealed),
      };
      return channel;
    },
  };
}
