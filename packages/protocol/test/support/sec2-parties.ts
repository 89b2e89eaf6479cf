import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Bytes, fromHex, toHex } from '../../src/bytes.ts';
import type { Sec2PayloadSchema } from '../../src/messages/generated/session_pb.ts';
import {
  decodeMessage,
  encodeMessage,
  Sec2MsgType,
  SecSchemeVersion,
  SessionDataSchema,
  Status,
} from '../../src/messages/index.ts';
import { type Sec2ClientOptions, sec2Client } from '../../src/security/sec2/client.ts';
import { type Sec2DeviceOptions, sec2Device } from '../../src/security/sec2/device.ts';
import { makeVerifier, type SaltAndVerifier } from '../../src/security/sec2/verifier.ts';
import type { ClientSecurity, DeviceSecurity } from '../../src/security/security.ts';
import { replayRandom } from './replay-random.ts';

/** The credentials and keys of section 14 of the protocol notes, and what follows from them. */
export const fixed = {
  username: 'wifiprov',
  password: 'abcd1234',
  salt: '036ee0c7bcb9eda84c9eac97d93decf4',
  clientPrivate: 'e78122c94e6ef25a46f5d4696905e646ee6e0f9a9c39156a7098af7d1e1e1d50',
  devicePrivate: 'a9f885d1cb94130c35829f53f4f9902a6bfef8bb4488dbd2d73a73dac1abd973',
  sessionId: 'a0a1a2a3a4a5a6a7',
  x: '869b97a7399bdc2e9e2943dbf1f5347a10108ea60e278cafb5849aa0c14f6b735aa186d260e779838af03d4393961086dabe3321c01c58672f186b698f83314a',
  k: 'a9c2e2559bf0ebb53f0cbbf62282906bede7f2182f00678211fbd5bde5b285033a4993503b87397f9be5ec02080fedbc0835587ad039060879b8621e8c3659e0',
  groupHash:
    'dad76ed5365ed7bf6bbc1bfa050981458392bbd35a50335d03db3c7535b261d1c902f2ffb8647125bd28ce966c066d5be9b939216c6078b65889299c61624694',
  u: '96ad80095c328288e0fc68e7d20156fe8c7821e36657748f2b186a50df327fa86e2767503b3784e35a1a47da4a60534d74e060a71129a50859fb0d094a373c04',
  key: '296586219e174e7169517c88981a6a784fbaeb43aa9ab5b35c485927ce4f063a3e5a75351afe9cbd6e816f50858dd81c5a3bc6a1e28fefe02b4799ee27837130',
  clientProof:
    '3836eca16c59c1b027bb29ae59a3f1975f1af03a9baed531874559345112dadfc52f07cb88a9c371f279d2c38eb6a579b84ea63e9bf8fe30cc4a9bfd09b88648',
  deviceProof:
    '80d4224f8ee416dd96374d36e6a9a17bb0cb0ce89ea0c3efd7aec6862bf1dc5efd178b2f549b3f2c1ddcc046dabd84896ac49327b1b259d644619368788becc8',
  /** SHA-256 of values of 384 bytes. */
  digests: {
    v: 'e985f1fb10e7c5aaf625ec7cc0896e8f92bdcd5b621141766ea6ea93bd899b06',
    A: 'd36a4e10ba93cfa1d29e80737969a913e5d219c0748eb0f393cdd3d6ce4e9d59',
    B: '5ee36987f230d4530b5ffea69330f5bd155e19ae599d52257f51cb5e02e08995',
  },
} as const;

let example: SaltAndVerifier | undefined;

/** What a device with the fixed credentials keeps. */
export function fixedVerifier(): SaltAndVerifier {
  example ??= makeVerifier(fixed.username, fixed.password, fromHex(fixed.salt));
  return example;
}

/** A client with the fixed keys. */
export function fixedClient(more: Partial<Sec2ClientOptions> = {}): ClientSecurity {
  const { username, password, clientPrivate } = fixed;
  return sec2Client({ username, password, random: replayRandom(clientPrivate), ...more });
}

/** A device with the fixed keys, for as many handshakes as asked, each carried through to its end. */
export function fixedDevice(more: Partial<Sec2DeviceOptions> = {}, handshakes = 1): DeviceSecurity {
  const recorded = Array.from({ length: handshakes }, () => [fixed.devicePrivate, fixed.sessionId]).flat();
  return sec2Device({ ...fixedVerifier(), random: replayRandom(...recorded), ...more });
}

/** A message of security 2 that the scheme itself would not send. */
export function sec2Message(
  value: MessageInitShape<typeof Sec2PayloadSchema>,
  secVer: number = SecSchemeVersion.SEC2,
): Bytes {
  return encodeMessage(SessionDataSchema, { secVer: secVer as SecSchemeVersion, proto: { case: 'sec2', value } });
}

/** Command 0 with any values. */
export function command0(clientPubkey: Uint8Array, clientUsername: Uint8Array): Bytes {
  return sec2Message({
    msg: Sec2MsgType.COMMAND0,
    payload: { case: 'command0', value: { clientUsername, clientPubkey } },
  });
}

/** Command 1 with any proof. */
export function command1(clientProof: Uint8Array): Bytes {
  return sec2Message({ msg: Sec2MsgType.COMMAND1, payload: { case: 'command1', value: { clientProof } } });
}

/** Response 0 with any values. */
export function response0(devicePubkey: Uint8Array, deviceSalt: Uint8Array, status: number = Status.SUCCESS): Bytes {
  const value = { status: status as Status, devicePubkey, deviceSalt };
  return sec2Message({ msg: Sec2MsgType.RESPONSE0, payload: { case: 'response0', value } });
}

/** Response 1 with any values. */
export function response1(deviceProof: Uint8Array, deviceNonce: Uint8Array, status: number = Status.SUCCESS): Bytes {
  const value = { status: status as Status, deviceProof, deviceNonce };
  return sec2Message({ msg: Sec2MsgType.RESPONSE1, payload: { case: 'response1', value } });
}

/** What a message of the handshake carries, as hexadecimal digits under the names of the protocol notes. */
export function carried(message: Uint8Array): Readonly<Record<string, string>> {
  const { proto } = decodeMessage(SessionDataSchema, message);
  const payload = proto.case === 'sec2' ? proto.value.payload : undefined;
  switch (payload?.case) {
    case 'command0':
      return { I: toHex(payload.value.clientUsername), A: toHex(payload.value.clientPubkey) };
    case 'response0':
      return { B: toHex(payload.value.devicePubkey), s: toHex(payload.value.deviceSalt) };
    case 'command1':
      return { M1: toHex(payload.value.clientProof) };
    case 'response1':
      return { M2: toHex(payload.value.deviceProof), nonce: toHex(payload.value.deviceNonce) };
    default:
      throw new Error('the message belongs to no handshake of security 2');
  }
}
