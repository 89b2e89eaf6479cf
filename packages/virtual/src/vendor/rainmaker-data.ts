import type { Endpoint } from '@esp-prov/device';
import {
  type Bytes,
  decodeUtf8,
  type Fragment,
  foreignText,
  fragmentAt,
  type Log,
  rmakerFragmentSize,
  toHex,
  utf8,
} from '@esp-prov/protocol';
import { decodeMessage, encodeMessage } from '@esp-prov/protocol/messages';
import {
  RmakerDataMsgType,
  RmakerDataPayloadSchema,
  RmakerDataStatus,
  RmakerDataType,
} from '@esp-prov/protocol/messages/vendor';
import type { CannedEndpoint } from '../app/canned-endpoints.ts';
import type { RainmakerNode } from './rainmaker-node.ts';

const tag = 'esp_rmaker_prov_local_ctrl';

const nothing: Fragment = { offset: 0, payload: new Uint8Array(0), totalLength: 0 };

/**
 * Returns the endpoints at which a node is read and set. One text is kept for all of them and for all clients: the
 * request for offset 0 makes it anew, and after its last fragment it is dropped. esp_rmaker_prov_local_ctrl.c
 */
export function rainmakerDataEndpoints(node: RainmakerNode, log: Log): CannedEndpoint[] {
  const cache: { text: Bytes | undefined } = { text: undefined };
  return [
    { name: 'get_params', handler: reader({ node, log, cache, dataType: RmakerDataType.PARAMS }) },
    { name: 'set_params', handler: setter(node, log) },
    { name: 'get_config', handler: reader({ node, log, cache, dataType: RmakerDataType.CONFIG }) },
  ];
}

interface Reading {
  readonly node: RainmakerNode;
  readonly log: Log;
  readonly cache: { text: Bytes | undefined };
  readonly dataType: RmakerDataType;
}

function reader(reading: Reading): Endpoint {
  const { log, cache, dataType } = reading;
  const name = dataType === RmakerDataType.PARAMS ? 'params' : 'config';
  return (request) => {
    const { payload } = decodeMessage(RmakerDataPayloadSchema, request);
    // A request with another member, or none, is one for the begin.
    const command = payload.case === 'cmdGet' ? payload.value : undefined;
    if (command && command.dataType !== dataType) {
      log('error', tag, 'Data type mismatch in request');
      return answer(RmakerDataStatus.INVALID_PARAM);
    }
    const offset = command?.offset ?? 0;
    if (offset === 0) {
      const [has, at] = [command?.hasTimestamp ? 1 : 0, command?.timestamp ?? 0n];
      log('info', tag, `Get ${name} handler: offset=0, has_timestamp=${has}, timestamp=${at}`);
      cache.text = utf8(textOf(reading, command?.hasTimestamp ? at : undefined));
    }
    const { text } = cache;
    if (!text) {
      log('error', tag, `${name} data not initialized`);
      return answer(RmakerDataStatus.FAIL);
    }
    if (offset > text.length) {
      log('error', tag, `Requested offset ${offset} exceeds ${name} length ${text.length}`);
      return answer(RmakerDataStatus.INVALID_PARAM);
    }
    const fragment = fragmentAt(text, offset, rmakerFragmentSize);
    if (offset + fragment.payload.length >= text.length) {
      cache.text = undefined;
      log('info', tag, `Get ${name} completed, data freed`);
    }
    return answer(RmakerDataStatus.SUCCESS, fragment);
  };
}

function textOf({ node, dataType }: Reading, timestamp: bigint | undefined): string {
  const data = dataType === RmakerDataType.PARAMS ? node.params() : node.config();
  if (timestamp === undefined) return data;
  // Of the 64 bits that were sent, the firmware writes 32.
  const payload = `{"data":${data},"timestamp":${BigInt.asIntN(32, timestamp)}}`;
  return `{"node_payload":${payload},"signature":"${toHex(node.key.sign(utf8(payload)))}"}`;
}

function answer(status: RmakerDataStatus, { offset, payload, totalLength }: Fragment = nothing): Bytes {
  const fragment = { offset, payload: Uint8Array.from(payload), totalLength };

  return encodeMessage(RmakerDataPayloadSchema, {
    msg: RmakerDataMsgType.RESP_GET,
    payload: { case: 'respGet', value: { status, fragment } },
  });
}

function setter(node: RainmakerNode, log: Log): Endpoint {
  return (request) => {
    log('info', tag, 'Set params handler invoked');
    if (request.length === 0) return refusal('invalid request');
    const text = decodeUtf8(request);
    if (text === undefined || !node.set(text)) {
      log('error', tag, 'Failed to handle set params: ESP_FAIL');
      return refusal('failed to set params');
    }
    log('info', 'esp_rmaker_param', `Received params: ${foreignText(text, 4096)}`);
    log('info', tag, 'Set params handler completed successfully');
    return utf8('{"status":"success"}');
  };
}

function refusal(description: string): Bytes {
  return utf8(JSON.stringify({ status: 'fail', description }));
}
