import type { Bytes } from '../../bytes.ts';
import { encodeMessage, Sec0MsgType, SecSchemeVersion, SessionDataSchema, Status } from '../../messages/index.ts';

/** Encodes the client's greeting: `52 03 a2 01 00`. */
export function encodeCommand(): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC0,
    proto: { case: 'sec0', value: { msg: Sec0MsgType.COMMAND, payload: { case: 'command', value: {} } } },
  });
}

/** Encodes the device's answer: `52 05 08 01 aa 01 00`. */
export function encodeResponse(): Bytes {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC0,
    proto: {
      case: 'sec0',
      value: { msg: Sec0MsgType.RESPONSE, payload: { case: 'response', value: { status: Status.SUCCESS } } },
    },
  });
}
