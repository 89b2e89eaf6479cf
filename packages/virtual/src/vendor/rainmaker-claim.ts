import type { Endpoint } from '@esp-prov/device';
import {
  type Bytes,
  decodeUtf8,
  type Fragment,
  FragmentCollector,
  fragmentAt,
  type Log,
  rmakerFragmentSize,
  toHex,
  utf8,
} from '@esp-prov/protocol';
import { decodeMessage, encodeMessage } from '@esp-prov/protocol/messages';
import { RmakerClaimMsgType, RmakerClaimPayloadSchema, RmakerClaimStatus } from '@esp-prov/protocol/messages/vendor';
import type { RainmakerNode } from './rainmaker-node.ts';
import type { VendorParts } from './vendor-application.ts';

const tag = 'esp_claim';

/** Bytes that the node has room for. esp_rmaker_claim.h */
const longestText = 3071;

/** Characters of the longest name of a node. */
const longestNodeId = 63;

type State = 'ready' | 'started' | 'requesting' | 'verifying' | 'claimed';

interface Answer {
  readonly status: RmakerClaimStatus;
  readonly fragment?: Fragment;
}

const { SUCCESS, FAIL, INVALID_PARAM, INVALID_STATE, NO_MEMORY } = RmakerClaimStatus;

/**
 * Returns the endpoint `rmaker_claim`, at which an app gets the node a certificate. Its steps are those of
 * esp_rmaker_claim.c. Its fragments have to continue one another, and what is claimed stays so, as the specification of
 * RainMaker Neo has it: the older code writes behind its buffer instead.
 */
export function rainmakerClaimEndpoint(node: RainmakerNode, { mac, chip, log }: VendorParts): Endpoint {
  const claim = new Claim(node, JSON.stringify({ mac_addr: toHex(mac).toUpperCase(), platform: chip }), log);
  return (request) => {
    const { msg, payload } = decodeMessage(RmakerClaimPayloadSchema, request);
    const fragment = payload.case === 'command' ? payload.value : undefined;
    const { status, fragment: part } = claim.answer(msg, fragment);
    const value = { status, fragment: part ? { ...part, payload: Uint8Array.from(part.payload) } : {} };
    const answered = { case: 'response', value } as const;
    return encodeMessage(RmakerClaimPayloadSchema, { msg: ((msg + 1) | 0) as RmakerClaimMsgType, payload: answered });
  };
}

class Claim {
  readonly #node: RainmakerNode;
  readonly #request: Bytes;
  readonly #log: Log;
  #state: State = 'ready';
  #signing: Bytes = new Uint8Array(0);
  #sent = 0;
  #certificate = new FragmentCollector(longestText);

  constructor(node: RainmakerNode, request: string, log: Log) {
    this.#node = node;
    this.#request = utf8(request);
    this.#log = log;
  }

  answer(msg: number, fragment: Fragment | undefined): Answer {
    const { CMD_START, CMD_INIT, CMD_VERIFY, CMD_ABORT } = RmakerClaimMsgType;
    if (this.#state === 'claimed') return { status: INVALID_STATE };
    switch (msg) {
      case CMD_START:
        this.#state = 'started';
        this.#log('info', tag, 'Assisted Claiming Started.');
        return { status: SUCCESS, fragment: fragmentAt(this.#request, 0, this.#request.length) };
      case CMD_INIT:
        return this.#init(fragment);
      case CMD_VERIFY:
        return this.#verify(fragment);
      case CMD_ABORT:
        this.#state = 'ready';
        this.#log('warn', tag, 'Assisted Claiming Aborted.');
        return { status: SUCCESS };
      default:
        return { status: FAIL };
    }
  }

  #init(fragment: Fragment | undefined): Answer {
    if (this.#state === 'ready') {
      return this.#refuse(INVALID_STATE, "Claiming hasn't started. Cannot proceed with init handling.");
    }
    if (this.#state !== 'requesting') {
      if (!fragment) {
        return this.#refuse(INVALID_PARAM, 'Invalid response received for Claim Init. Cannot proceed.');
      }
      const { offset, payload, totalLength } = fragment;
      if (offset + payload.length > totalLength) {
        return this.#refuse(INVALID_PARAM, 'Received data exceeds total length.');
      }
      if (payload.length > rmakerFragmentSize) {
        return this.#refuse(NO_MEMORY, `Received data too long (${payload.length} bytes).`);
      }
      if (payload.length !== totalLength) {
        const why = 'Claim Init Data length not equal to total length. Cannot proceed.';
        return this.#refuse(INVALID_PARAM, why);
      }
      const { node_id: id } = parsed(payload);
      if (typeof id !== 'string' || id === '' || id.length > longestNodeId) {
        return this.#refuse(INVALID_PARAM, 'Claim Init Response invalid.');
      }
      this.#node.id = id;
      this.#signing = utf8(JSON.stringify({ csr: this.#node.key.certificateRequest(id), send_mqtt_host: true }));
      this.#sent = 0;
      this.#state = 'requesting';
    }
    const part = fragmentAt(this.#signing, this.#sent, rmakerFragmentSize);
    this.#sent += part.payload.length;
    if (this.#sent === this.#signing.length) {
      this.#state = 'verifying';
      this.#certificate = new FragmentCollector(longestText);
    }
    return { status: SUCCESS, fragment: part };
  }

  #verify(fragment: Fragment | undefined): Answer {
    if (this.#state !== 'verifying') {
      return this.#refuse(INVALID_STATE, 'Invalid state. Cannot proceed with verify handling.');
    }
    if (!fragment) {
      return this.#refuse(INVALID_PARAM, 'Invalid response received for Claim Verify. Cannot proceed.');
    }
    if (fragment.payload.length > rmakerFragmentSize || fragment.totalLength > longestText) {
      return this.#refuse(NO_MEMORY, `Received data too long (${fragment.payload.length} bytes).`);
    }
    if (this.#certificate.add(fragment)) {
      return this.#refuse(INVALID_PARAM, 'Failed to get Claim Verify Data.');
    }
    if (!this.#certificate.complete) return { status: SUCCESS };
    const { certificate } = parsed(this.#certificate.bytes());
    if (typeof certificate !== 'string' || certificate === '') {
      this.#state = 'ready';
      return this.#refuse(INVALID_PARAM, 'Claim Verify Response invalid.');
    }
    this.#state = 'claimed';
    this.#log('info', tag, 'Assisted Claiming was Successful.');
    return { status: SUCCESS };
  }

  #refuse(status: RmakerClaimStatus, why: string): Answer {
    this.#log('error', tag, why);
    return { status };
  }
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(decodeUtf8(bytes) ?? '');
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
