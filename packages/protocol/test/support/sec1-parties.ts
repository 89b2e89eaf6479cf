import type { MessageInitShape } from '@bufbuild/protobuf';
import { aes256Ctr } from '#crypto';
import { type Bytes, fromHex } from '../../src/bytes.ts';
import type { StreamCipher } from '../../src/crypto/stream-cipher.ts';
import type { Sec1PayloadSchema } from '../../src/messages/generated/session_pb.ts';
import { encodeMessage, Sec1MsgType, SecSchemeVersion, SessionDataSchema, Status } from '../../src/messages/index.ts';
import { sec1Client } from '../../src/security/sec1/client.ts';
import { sec1Device } from '../../src/security/sec1/device.ts';
import { makeKeyPair, popBytes, sessionKey } from '../../src/security/sec1/keys.ts';
import type { ClientSecurity, DeviceSecurity } from '../../src/security/security.ts';
import { replayRandom } from './replay-random.ts';

/** Fixed keys (SHA-256 of "client key" and of "device key") and what follows from them with the PoP `abcd1234`. */
export const fixed = {
  pop: 'abcd1234',
  clientPrivate: '25c39bfd3e6f2f56b3fbe8d5e370bf8ddfab35a1675202f1b4643d72b419d879',
  clientPublic: '7bf92930b60ba3c7a7564dac3e21e0ce84e1d187d3b8e7ff931e6f07377a4c76',
  devicePrivate: 'b69926778c0d3b2742a72024c46d663d0d5e86dde0f8cc9c18a24e8da092ce50',
  devicePublic: '623842fa5d39135e54c19b073cfaa2c2be061fb4aee376a1fa1ad656a573bf67',
  deviceRandom: '000102030405060708090a0b0c0d0e0f',
  clientVerify: 'e467332d8111e88e8f666193006e76cbd554b1071083e23a4772f496f36d87be',
  deviceVerify: '9eaeecd685a678ec38e78f1d72c06354e797cd8575a39e528bd8b520916de599',
} as const;

/** A client with the fixed keys. */
export function fixedClient(pop: string | Uint8Array | undefined = fixed.pop): ClientSecurity {
  return sec1Client({ pop, random: replayRandom(fixed.clientPrivate) });
}

/** A device with the fixed keys, for as many handshakes as asked. */
export function fixedDevice(pop: string | Uint8Array | undefined = fixed.pop, handshakes = 1): DeviceSecurity {
  const recorded = Array.from({ length: handshakes }, () => [fixed.devicePrivate, fixed.deviceRandom]).flat();
  return sec1Device({ pop, random: replayRandom(...recorded) });
}

/** The keystream of a session between them, at its start. */
export function fixedStream(): StreamCipher {
  const own = makeKeyPair(replayRandom(fixed.clientPrivate));
  return aes256Ctr(sessionKey(own, fromHex(fixed.devicePublic), popBytes(fixed.pop)), fromHex(fixed.deviceRandom));
}

/** A message of security 1 that the scheme itself would not send. */
export function sec1Message(
  value: MessageInitShape<typeof Sec1PayloadSchema>,
  secVer: number = SecSchemeVersion.SEC1,
): Bytes {
  return encodeMessage(SessionDataSchema, { secVer: secVer as SecSchemeVersion, proto: { case: 'sec1', value } });
}

/** Command 0 with any key. */
export function command0(clientPubkey: Uint8Array | string): Bytes {
  const key = typeof clientPubkey === 'string' ? fromHex(clientPubkey) : Uint8Array.from(clientPubkey);
  return sec1Message({ msg: Sec1MsgType.COMMAND0, payload: { case: 'command0', value: { clientPubkey: key } } });
}

/** Command 1 with any verify data. */
export function command1(clientVerifyData: Uint8Array | string): Bytes {
  const data = typeof clientVerifyData === 'string' ? fromHex(clientVerifyData) : Uint8Array.from(clientVerifyData);
  return sec1Message({ msg: Sec1MsgType.COMMAND1, payload: { case: 'command1', value: { clientVerifyData: data } } });
}

/** Response 0 with any values. */
export function response0(devicePubkey: Uint8Array, deviceRandom: Uint8Array, status: number = Status.SUCCESS): Bytes {
  const value = {
    status: status as Status,
    devicePubkey: Uint8Array.from(devicePubkey),
    deviceRandom: Uint8Array.from(deviceRandom),
  };
  return sec1Message({ msg: Sec1MsgType.RESPONSE0, payload: { case: 'response0', value } });
}

/** Response 1 with any values. */
export function response1(deviceVerifyData: Uint8Array, status: number = Status.SUCCESS): Bytes {
  const value = { status: status as Status, deviceVerifyData: Uint8Array.from(deviceVerifyData) };
  return sec1Message({ msg: Sec1MsgType.RESPONSE1, payload: { case: 'response1', value } });
}
