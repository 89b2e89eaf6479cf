import type { DescMessage } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { decodeMessage, encodeMessage, Status } from '../../src/messages/index.ts';
import {
  LocalCtrlMsgType,
  LocalCtrlPayloadSchema,
  RmakerChallengeMsgType,
  RmakerChallengePayloadSchema,
  RmakerChallengeStatus,
  RmakerClaimMsgType,
  RmakerClaimPayloadSchema,
  RmakerClaimStatus,
  RmakerDataMsgType,
  RmakerDataPayloadSchema,
  RmakerDataStatus,
  RmakerDataType,
} from '../../src/messages/vendor/index.ts';
import type { MessageInit } from '../support/json-view.ts';
import { loadVector } from '../support/load-vector.ts';

interface Encoding {
  readonly message: string;
  readonly label: string;
  readonly hex: string;
}

const { encodings } = loadVector<{ readonly encodings: readonly Encoding[] }>('vendor-messages.json');

const schemas: Readonly<Record<string, DescMessage>> = {
  RMakerLocalCtrlPayload: RmakerDataPayloadSchema,
  RMakerClaimPayload: RmakerClaimPayloadSchema,
  RMakerChRespPayload: RmakerChallengePayloadSchema,
  LocalCtrlMessage: LocalCtrlPayloadSchema,
};

const nodeId = '240AC4261FCC';

/** The same messages in our own fields. */
const ours: Readonly<Record<string, MessageInit>> = {
  'get params from the begin': { payload: { case: 'cmdGet', value: { dataType: RmakerDataType.PARAMS } } },
  'get params from 200': { payload: { case: 'cmdGet', value: { offset: 200 } } },
  'get config from the begin': { payload: { case: 'cmdGet', value: { dataType: RmakerDataType.CONFIG } } },
  'get signed params': { payload: { case: 'cmdGet', value: { timestamp: 1_767_225_600n, hasTimestamp: true } } },
  'get params signed at time 0': { payload: { case: 'cmdGet', value: { timestamp: 0n, hasTimestamp: true } } },
  'first fragment': data({ fragment: { payload: utf8('{"Light":'), totalLength: 24 } }),
  'last fragment': data({ fragment: { offset: 9, payload: utf8('{"Power":true}}'), totalLength: 24 } }),
  refused: data({ status: RmakerDataStatus.FAIL, fragment: {} }),
  start: { msg: RmakerClaimMsgType.CMD_START },
  'start answered': claimed(RmakerClaimMsgType.RESP_START, {
    fragment: { payload: utf8('{"mac_addr":"24:0a:c4:26:1f:cc"}'), totalLength: 32 },
  }),
  init: claim(RmakerClaimMsgType.CMD_INIT, { payload: utf8('{"node_id":"n"}'), totalLength: 15 }),
  'init, next fragment': { msg: RmakerClaimMsgType.CMD_INIT },
  'verify at 200': claim(RmakerClaimMsgType.CMD_VERIFY, { offset: 200, payload: utf8('"}'), totalLength: 202 }),
  'verify refused': claimed(RmakerClaimMsgType.RESP_VERIFY, { status: RmakerClaimStatus.INVALID_PARAM, fragment: {} }),
  abort: { msg: RmakerClaimMsgType.CMD_ABORT },
  'abort answered': claimed(RmakerClaimMsgType.RESP_ABORT, { fragment: {} }),
  challenge: { payload: { case: 'cmdSign', value: { challenge: utf8('challenge') } } },
  signature: {
    msg: RmakerChallengeMsgType.RESP_SIGN,
    payload: { case: 'respSign', value: { signature: fromHex('3003020101'), nodeId } },
  },
  disabled: { msg: RmakerChallengeMsgType.RESP_SIGN, status: RmakerChallengeStatus.DISABLED },
  'node id': { msg: RmakerChallengeMsgType.CMD_NODE_ID, payload: { case: 'cmdNodeId', value: {} } },
  'node id answered': { msg: RmakerChallengeMsgType.RESP_NODE_ID, payload: { case: 'respNodeId', value: { nodeId } } },
  disable: { msg: RmakerChallengeMsgType.CMD_DISABLE, payload: { case: 'cmdDisable', value: {} } },
  'disable answered': { msg: RmakerChallengeMsgType.RESP_DISABLE },
  count: { payload: { case: 'cmdGetCount', value: {} } },
  'count answered': {
    msg: LocalCtrlMsgType.RESP_GET_COUNT,
    payload: { case: 'respGetCount', value: { count: 4 } },
  },
  values: { msg: LocalCtrlMsgType.CMD_GET_VALUES, payload: { case: 'cmdGetValues', value: { indices: [0, 1, 300] } } },
  'values answered': {
    msg: LocalCtrlMsgType.RESP_GET_VALUES,
    payload: {
      case: 'respGetValues',
      value: {
        properties: [
          { name: 'timestamp (us)', flags: 1, value: fromHex('87d6120000000000') },
          { name: 'property1', type: 1, value: fromHex('15cd5b07') },
        ],
      },
    },
  },
  'values refused': {
    msg: LocalCtrlMsgType.RESP_GET_VALUES,
    payload: { case: 'respGetValues', value: { status: Status.INVALID_ARGUMENT } },
  },
  set: {
    msg: LocalCtrlMsgType.CMD_SET_VALUES,
    payload: {
      case: 'cmdSetValues',
      value: {
        values: [
          { index: 1, value: fromHex('f9ffffff') },
          { index: 3, value: utf8('hello') },
        ],
      },
    },
  },
  'set answered': { msg: LocalCtrlMsgType.RESP_SET_VALUES, payload: { case: 'respSetValues', value: {} } },
};

test('every recorded message has its counterpart', () => {
  expect(encodings.map(({ label }) => label).sort()).toEqual(Object.keys(ours).sort());
});

test.each(encodings)('$message "$label" comes out of our own fields byte for byte', ({ message, label, hex }) => {
  expect(toHex(encodeMessage(schemaOf(message), ours[label] ?? {}))).toBe(hex);
});

test.each(encodings)('$message "$label" is read and written byte for byte', ({ message, hex }) => {
  const schema = schemaOf(message);
  expect(toHex(encodeMessage(schema, decodeMessage(schema, fromHex(hex))))).toBe(hex);
});

function schemaOf(message: string): DescMessage {
  const schema = schemas[message];
  if (!schema) throw new Error(`no schema of ${message}`);
  return schema;
}

function data(value: MessageInit): MessageInit {
  return { msg: RmakerDataMsgType.RESP_GET, payload: { case: 'respGet', value } };
}

function claim(msg: number, value: MessageInit): MessageInit {
  return { msg, payload: { case: 'command', value } };
}

function claimed(msg: number, value: MessageInit): MessageInit {
  return { msg, payload: { case: 'response', value } };
}
