import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Bytes } from '../../bytes.ts';
import { encodeMessage, Sec2MsgType, SecSchemeVersion, SessionDataSchema, Status } from '../../messages/index.ts';

type Payload = NonNullable<
  Extract<NonNullable<MessageInitShape<typeof SessionDataSchema>['proto']>, { case: 'sec2' }>['value']['payload']
>;

/** Encodes the first request: user name and A. */
export function encodeCommand0(clientUsername: Uint8Array, clientPubkey: Uint8Array): Bytes {
  return encode(Sec2MsgType.COMMAND0, { case: 'command0', value: { clientUsername, clientPubkey } });
}

/** Encodes the first answer: B and the salt. */
export function encodeResponse0(devicePubkey: Uint8Array, deviceSalt: Uint8Array): Bytes {
  const value = { status: Status.SUCCESS, devicePubkey, deviceSalt };
  return encode(Sec2MsgType.RESPONSE0, { case: 'response0', value });
}

/** Encodes the second request: the client's proof M1. */
export function encodeCommand1(clientProof: Uint8Array): Bytes {
  return encode(Sec2MsgType.COMMAND1, { case: 'command1', value: { clientProof } });
}

/** Encodes the second answer: the device's proof M2 and the nonce. */
export function encodeResponse1(deviceProof: Uint8Array, deviceNonce: Uint8Array): Bytes {
  const value = { status: Status.SUCCESS, deviceProof, deviceNonce };
  return encode(Sec2MsgType.RESPONSE1, { case: 'response1', value });
}

function encode(msg: Sec2MsgType, payload: Payload): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC2,
    proto: { case: 'sec2', value: { msg, payload } },
  });
}
