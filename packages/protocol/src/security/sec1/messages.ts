import type { Bytes } from '../../bytes.ts';
import { encodeMessage, Sec1MsgType, SecSchemeVersion, SessionDataSchema, Status } from '../../messages/index.ts';

/** Encodes the first request: the client's public key. */
export function encodeCommand0(clientPublicKey: Uint8Array): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC1,
    proto: {
      case: 'sec1',
      value: {
        msg: Sec1MsgType.COMMAND0,
        payload: { case: 'command0', value: { clientPubkey: Uint8Array.from(clientPublicKey) } },
      },
    },
  });
}

/** Encodes the first answer: the device's public key and the initial counter block. */
export function encodeResponse0(devicePublicKey: Uint8Array, deviceRandom: Uint8Array): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC1,
    proto: {
      case: 'sec1',
      value: {
        msg: Sec1MsgType.RESPONSE0,
        payload: {
          case: 'response0',
          value: {
            status: Status.SUCCESS,
            devicePubkey: Uint8Array.from(devicePublicKey),
            deviceRandom: Uint8Array.from(deviceRandom),
          },
        },
      },
    },
  });
}

/** Encodes the second request: the device's public key, sealed by the client. */
export function encodeCommand1(clientVerifyData: Uint8Array): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC1,
    proto: {
      case: 'sec1',
      value: {
        msg: Sec1MsgType.COMMAND1,
        payload: { case: 'command1', value: { clientVerifyData: Uint8Array.from(clientVerifyData) } },
      },
    },
  });
}

/** Encodes the second answer: the client's public key, sealed by the device. */
export function encodeResponse1(deviceVerifyData: Uint8Array): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC1,
    proto: {
      case: 'sec1',
      value: {
        msg: Sec1MsgType.RESPONSE1,
        payload: {
          case: 'response1',
          value: { status: Status.SUCCESS, deviceVerifyData: Uint8Array.from(deviceVerifyData) },
        },
      },
    },
  });
}
