import { type Bytes, foreignText, jsonMembers, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage, requirePayload } from '@esp-prov/protocol/messages';
import {
  RmakerDataMsgType,
  RmakerDataPayloadSchema,
  RmakerDataStatus,
  RmakerDataType,
} from '@esp-prov/protocol/messages/vendor';
import type { CallOptions } from '../transport/transport.ts';
import { type JsonText, parseJsonText } from './json-text.ts';
import { readFragments, type TransferOptions } from './transfer.ts';
import type { VendorSession } from './vendor-session.ts';
import { requireAnswerTo, requireVendorSuccess } from './vendor-status.ts';

/** How a text of a RainMaker node is read. */
export interface RmakerReadOptions extends TransferOptions {
  /** Number that the node is to sign together with its text; firmware keeps 32 bits of it. */
  readonly timestamp?: bigint | undefined;
}

/** A text that a RainMaker node has signed with the key of its certificate. */
export interface SignedRmakerText {
  /** What the signature covers, byte for byte: the object with `data` and `timestamp`. */
  readonly payload: string;
  /** Hexadecimal digits. */
  readonly signature: string;
}

/** A text of a RainMaker node. */
export interface RmakerText extends JsonText {
  /** Present if a timestamp was given. Nobody has checked it: that takes the certificate of the node. */
  readonly signed?: SignedRmakerText;
}

/** Endpoints at which a RainMaker node is read and set without its cloud. */
export const rmakerDataEndpoints = { params: 'get_params', config: 'get_config', set: 'set_params' } as const;

/** Characters of the reason that a node gives. */
const longestReason = 128;

/**
 * Reads the parameters of a RainMaker node, by device and name.
 *
 * @throws ProvisioningError `endpoint/not-found` where the node does not offer it, `device/status`, `message/…`
 */
export async function readRmakerParams(session: VendorSession, options: RmakerReadOptions = {}): Promise<RmakerText> {
  return await read(session, rmakerDataEndpoints.params, RmakerDataType.PARAMS, options);
}

/**
 * Reads the configuration of a RainMaker node: its devices, their parameters and types, its services.
 *
 * @throws ProvisioningError as {@link readRmakerParams}
 */
export async function readRmakerConfig(session: VendorSession, options: RmakerReadOptions = {}): Promise<RmakerText> {
  return await read(session, rmakerDataEndpoints.config, RmakerDataType.CONFIG, options);
}

/**
 * Sets parameters of a RainMaker node.
 *
 * @param params - by device and name, for example `{ Light: { Power: true } }`; or that as JSON text
 * @throws ProvisioningError `device/status` with the reason of the node
 */
export async function setRmakerParams(
  session: VendorSession,
  params: Readonly<Record<string, unknown>> | string,
  options: CallOptions = {},
): Promise<void> {
  const endpoint = rmakerDataEndpoints.set;
  const request = utf8(typeof params === 'string' ? params : JSON.stringify(params));
  const { document } = parseJsonText(endpoint, await session.request(endpoint, request, options));
  const { status, description } = document;
  if (status === 'success') return;
  if (status !== 'fail') {
    throw new ProvisioningError('message/unexpected', `${endpoint}: the answer has no status`, {
      details: { endpoint },
    });
  }
  const reason = typeof description === 'string' ? foreignText(description, longestReason) : 'it gives no reason';
  throw new ProvisioningError('device/status', `the device refused the parameters: ${reason}`, {
    details: { endpoint, reason },
  });
}

async function read(
  session: VendorSession,
  endpoint: string,
  dataType: RmakerDataType,
  options: RmakerReadOptions,
): Promise<RmakerText> {
  const { timestamp } = options;
  const text = await readFragments(session, endpoint, options, async (offset, call) =>
    fragmentOf(endpoint, await session.request(endpoint, encodeGet({ dataType, offset, timestamp }), call)),
  );
  const json = parseJsonText(endpoint, text);
  return timestamp === undefined ? json : { ...json, signed: signedText(endpoint, json) };
}

function encodeGet(request: {
  readonly dataType: RmakerDataType;
  readonly offset: number;
  readonly timestamp: bigint | undefined;
}): Bytes {
  const { dataType, offset, timestamp } = request;
  const signing = timestamp === undefined ? {} : { timestamp, hasTimestamp: true };
  return encodeMessage(RmakerDataPayloadSchema, {
    msg: RmakerDataMsgType.CMD_GET,
    payload: { case: 'cmdGet', value: { dataType, offset, ...signing } },
  });
}

function fragmentOf(endpoint: string, answer: Uint8Array) {
  const { msg, payload } = decodeMessage(RmakerDataPayloadSchema, answer);
  requireAnswerTo(endpoint, RmakerDataMsgType.CMD_GET, msg);
  const { status, fragment } = requirePayload(payload, 'respGet');
  requireVendorSuccess(endpoint, RmakerDataStatus, status);
  // A node without a text answers an empty one; protobuf leaves what is empty out.
  return fragment ?? { offset: 0, payload: new Uint8Array(0), totalLength: 0 };
}

/** A caller who wants a signature gets no text without one: RainMaker Neo does not read the timestamp. */
function signedText(endpoint: string, { text, document }: JsonText): SignedRmakerText {
  const { node_payload: payload, signature } = document;
  const member = jsonMembers(text).find(({ name }) => name === 'node_payload');
  if (member && typeof payload === 'object' && payload !== null && typeof signature === 'string') {
    return { payload: member.json, signature };
  }
  const words = `${endpoint}: the answer is not signed, though a timestamp was sent`;
  throw new ProvisioningError('message/unexpected', words, { details: { endpoint } });
}
