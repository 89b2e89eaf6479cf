import { type Bytes, type Fragment, ProvisioningError, rmakerFragmentSize, utf8 } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage, requirePayload } from '@esp-prov/protocol/messages';
import { RmakerClaimMsgType, RmakerClaimPayloadSchema, RmakerClaimStatus } from '@esp-prov/protocol/messages/vendor';
import type { CallOptions } from '../transport/transport.ts';
import { type JsonText, parseJsonText } from './json-text.ts';
import { readFragments, type TransferOptions, writeFragments } from './transfer.ts';
import type { VendorSession } from './vendor-session.ts';
import { requireAnswerTo, requireVendorSuccess } from './vendor-status.ts';

/** Endpoint at which a RainMaker node without a certificate gets one through the app. */
export const rmakerClaimEndpoint = 'rmaker_claim';

/** Bytes of the longest text; the node itself has room for 3071. esp_rmaker_claim.h */
const longestText = 16 * 1024;

/**
 * Begins the claim of a RainMaker node and returns what its claiming service wants first: the address of the chip.
 *
 * The steps are start, the service's answer to {@link initRmakerClaim}, and its next answer to
 * {@link verifyRmakerClaim}, all before the credentials of the network are sent.
 *
 * @throws ProvisioningError `device/status` of a node that is not ready, or claimed already
 */
export async function startRmakerClaim(session: VendorSession, options: TransferOptions = {}): Promise<JsonText> {
  const { CMD_START } = RmakerClaimMsgType;
  const text = await readFragments(session, rmakerClaimEndpoint, bounded(options), async (offset, call) => {
    // This one comes whole: another start would begin anew.
    if (offset > 0) throw unexpected('the answer to the start of a claim is not whole');
    return await exchange(session, CMD_START, undefined, call);
  });
  return parseJsonText(rmakerClaimEndpoint, text);
}

/**
 * Hands a RainMaker node what the claiming service answered, and returns its certificate signing request.
 *
 * @param answer - JSON with `node_id`, at most 200 bytes: the node takes no more in one piece
 * @throws ProvisioningError `endpoint/request-size` for a longer one
 */
export async function initRmakerClaim(
  session: VendorSession,
  answer: string,
  options: TransferOptions = {},
): Promise<JsonText> {
  const payload = utf8(answer);
  if (payload.length === 0 || payload.length > rmakerFragmentSize) {
    const words = `the answer of the claiming service has ${payload.length} bytes, and the node takes ${rmakerFragmentSize}`;
    throw new ProvisioningError('endpoint/request-size', words, { details: { length: payload.length } });
  }
  const { CMD_INIT } = RmakerClaimMsgType;
  const first = { offset: 0, payload, totalLength: payload.length };
  const text = await readFragments(session, rmakerClaimEndpoint, bounded(options), (offset, call) =>
    // Without a fragment it requests the next part of the signing request.
    exchange(session, CMD_INIT, offset === 0 ? first : undefined, call),
  );
  return parseJsonText(rmakerClaimEndpoint, text);
}

/**
 * Hands a RainMaker node its certificate.
 *
 * @param answer - JSON of the claiming service with `certificate` and what else it sent
 * @throws ProvisioningError `device/status` at the last fragment if the node does not take the certificate
 */
export async function verifyRmakerClaim(
  session: VendorSession,
  answer: string,
  options: TransferOptions = {},
): Promise<void> {
  const { CMD_VERIFY } = RmakerClaimMsgType;
  const how = { ...bounded(options), text: utf8(answer) };
  await writeFragments(session, rmakerClaimEndpoint, how, async (fragment, call) => {
    await exchange(session, CMD_VERIFY, fragment, call);
  });
}

/** Gives a claim up, so that it can be started again. */
export async function abortRmakerClaim(session: VendorSession, options: CallOptions = {}): Promise<void> {
  await exchange(session, RmakerClaimMsgType.CMD_ABORT, undefined, options);
}

async function exchange(
  session: VendorSession,
  msg: RmakerClaimMsgType,
  fragment: Fragment | undefined,
  call: CallOptions,
): Promise<Fragment> {
  const answer = await session.request(rmakerClaimEndpoint, encodeCommand(msg, fragment), call);
  const { msg: received, payload } = decodeMessage(RmakerClaimPayloadSchema, answer);
  requireAnswerTo(rmakerClaimEndpoint, msg, received);
  const { status, fragment: part } = requirePayload(payload, 'response');
  requireVendorSuccess(rmakerClaimEndpoint, RmakerClaimStatus, status);
  return part ?? { offset: 0, payload: new Uint8Array(0), totalLength: 0 };
}

/** Its member is always there: the command to start has the number 0, and without it would be no bytes at all. */
function encodeCommand(msg: RmakerClaimMsgType, fragment: Fragment | undefined): Bytes {
  const value = fragment ? { ...fragment, payload: Uint8Array.from(fragment.payload) } : {};
  return encodeMessage(RmakerClaimPayloadSchema, { msg, payload: { case: 'command', value } });
}

function bounded(options: TransferOptions): TransferOptions {
  return { ...options, longest: options.longest ?? longestText };
}

function unexpected(why: string): ProvisioningError {
  return new ProvisioningError('message/unexpected', `${rmakerClaimEndpoint}: ${why}`);
}
