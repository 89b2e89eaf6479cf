// Messages for Thread, which network_provisioning has on the same three endpoints.
import { fromHex } from '@esp-prov/protocol';
import {
  NetworkConfigPayloadSchema as config,
  NetworkCtrlPayloadSchema as control,
  NetworkScanPayloadSchema as scan,
} from '@esp-prov/protocol/messages';
import { encodedExample } from './encoded-example.mjs';

/** An operational dataset: timestamps, channel 15, PAN ids, key, name and policy of a network for tests. */
const dataset = fromHex(
  '0e080000000000010000000300001035060004001fffe00208dead00beef00cafe0708fd000db800a0000005100011223344556677' +
    '8899aabbccddeeff030f4f70656e54687265616444656d6f010212340410445f2b5ca6f2a93a55ce570a70efeecb0c0402a0f7f8',
);
const extPanId = fromHex('dead00beef00cafe');

const messages = [
  {
    name: 'thread-scan-start',
    says: 'The client starts a scan for Thread networks',
    schema: scan,
    content: { msg: 6, payload: { case: 'cmdScanThreadStart', value: { blocking: true, channelMask: 0x7fff800 } } },
    label: 'thread scan-start command',
    notes: { channel_mask: 'Bits 11 to 26, all channels' },
  },
  {
    name: 'thread-scan-start-response',
    says: 'The device has scanned for Thread networks',
    schema: scan,
    content: { msg: 7, payload: { case: 'respScanThreadStart', value: {} } },
    label: 'thread scan-start response',
  },
  {
    name: 'thread-scan-status',
    says: 'The client requests how far the scan for Thread networks is',
    schema: scan,
    content: { msg: 8, payload: { case: 'cmdScanThreadStatus', value: {} } },
    label: 'thread scan-status command',
  },
  {
    name: 'thread-scan-status-response',
    says: 'Two Thread networks are kept',
    schema: scan,
    content: { msg: 9, payload: { case: 'respScanThreadStatus', value: { scanFinished: true, resultCount: 2 } } },
    label: 'thread scan-status response',
  },
  {
    name: 'thread-scan-result',
    says: 'The client requests up to four Thread networks',
    schema: scan,
    content: { msg: 10, payload: { case: 'cmdScanThreadResult', value: { count: 4 } } },
    label: 'thread scan-result command',
  },
  {
    name: 'thread-scan-result-response',
    says: 'The device sends two Thread networks',
    schema: scan,
    content: {
      msg: 11,
      payload: {
        case: 'respScanThreadResult',
        value: {
          entries: [
            {
              panId: 0x1234,
              channel: 15,
              rssi: -60,
              lqi: 255,
              extAddr: fromHex('0001020304050607'),
              networkName: 'OpenThreadDemo',
              extPanId,
            },
            {
              panId: 0xffff,
              channel: 26,
              rssi: -99,
              extAddr: fromHex('ff'.repeat(8)),
              extPanId: fromHex('00'.repeat(8)),
            },
          ],
        },
      },
    },
    label: 'thread scan-result response',
    notes: { entries: 'One network', rssi: 'dBm' },
  },
  {
    name: 'thread-set',
    says: 'The client hands over an operational dataset',
    schema: config,
    content: { msg: 8, payload: { case: 'cmdSetThreadConfig', value: { dataset } } },
    label: 'thread set-config command',
    notes: { dataset: 'TLVs of Thread as they are; 254 bytes at most' },
  },
  {
    name: 'thread-set-response',
    says: 'The device keeps the dataset in memory',
    schema: config,
    content: { msg: 9, payload: { case: 'respSetThreadConfig', value: {} } },
    label: 'thread set-config response',
  },
  {
    name: 'thread-set-refused',
    says: 'The device refuses the dataset',
    schema: config,
    content: { msg: 9, payload: { case: 'respSetThreadConfig', value: { status: 4 } } },
    label: 'thread set-config response InvalidArgument',
  },
  {
    name: 'thread-apply',
    says: 'The client has the dataset applied',
    schema: config,
    content: { msg: 10, payload: { case: 'cmdApplyThreadConfig', value: {} } },
    label: 'thread apply-config command',
  },
  {
    name: 'thread-apply-response',
    says: 'The device has stored the dataset, and attaches',
    schema: config,
    content: { msg: 11, payload: { case: 'respApplyThreadConfig', value: {} } },
    label: 'thread apply-config response',
  },
  {
    name: 'thread-status',
    says: 'The client requests the state of Thread',
    schema: config,
    content: { msg: 6, payload: { case: 'cmdGetThreadStatus', value: {} } },
    label: 'thread get-status command',
  },
  {
    name: 'thread-status-attaching',
    says: 'The device is still attaching',
    schema: config,
    content: { msg: 7, payload: { case: 'respGetThreadStatus', value: { threadState: 1 } } },
    label: 'thread get-status response state 1',
  },
  {
    name: 'thread-status-attached',
    says: 'The device has attached',
    schema: config,
    content: {
      msg: 7,
      payload: {
        case: 'respGetThreadStatus',
        value: {
          state: { case: 'attached', value: { panId: 0x1234, extPanId, channel: 15, name: 'OpenThreadDemo' } },
        },
      },
    },
    label: 'thread get-status response attached',
    notes: { resp_get_thread_status: '`thread_state` is 0, Attached, and so is not written' },
  },
  {
    name: 'thread-status-not-found',
    says: 'The device has found no such Thread network',
    schema: config,
    content: {
      msg: 7,
      payload: { case: 'respGetThreadStatus', value: { threadState: 3, state: { case: 'failReason', value: 1 } } },
    },
    label: 'thread get-status response failed, reason 1',
  },
  {
    name: 'thread-reset',
    says: 'The client has the device forget a dataset that failed',
    schema: control,
    content: { msg: 5 },
    label: 'thread ctrl reset command, type only',
  },
  {
    name: 'thread-reset-response',
    says: 'The device has forgotten the dataset',
    schema: control,
    content: { msg: 6, payload: { case: 'respCtrlThreadReset', value: {} } },
    label: 'thread ctrl reset response',
  },
  {
    name: 'thread-reprov',
    says: 'The client has the device take another dataset',
    schema: control,
    content: { msg: 7 },
    label: 'thread ctrl reprov command, type only',
  },
  {
    name: 'thread-reprov-response',
    says: 'The device takes a dataset again',
    schema: control,
    content: { msg: 8, payload: { case: 'respCtrlThreadReprov', value: {} } },
    label: 'thread ctrl reprov response',
  },
];

/** Returns the examples of Thread. */
export function threadExamples() {
  return messages.map(encodedExample);
}
