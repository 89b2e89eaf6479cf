// Messages of `prov-scan` for Wi-Fi.
import { NetworkScanPayloadSchema as schema } from '@esp-prov/protocol/messages';
import { protoFields } from '../proto-fields.mjs';
import { recordedMessage } from '../runs/recorded-run.mjs';
import { encodedExample } from './encoded-example.mjs';
import { sealedExamples } from './run-examples.mjs';

const steps = [
  {
    name: 'scan-start',
    label: 'scan-start blocking, all channels',
    from: 'client',
    says: 'The client starts a scan',
    notes: { blocking: 'Answer when the scan is over', period_ms: 'Milliseconds on each channel' },
  },
  {
    name: 'scan-start-response',
    label: 'scan-start blocking, all channels',
    from: 'device',
    says: 'The device has scanned',
    notes: { resp_scan_wifi_start: 'Nothing in it' },
  },
  { name: 'scan-status', label: 'scan-status', from: 'client', says: 'The client requests how far the scan is' },
  {
    name: 'scan-status-response',
    label: 'scan-status',
    from: 'device',
    says: 'The scan is over, and seven networks are kept',
  },
  {
    name: 'scan-result',
    label: 'scan-result 0+4',
    from: 'client',
    says: 'The client requests the first four networks',
    notes: { count: '`start_index` is 0, so it is not written' },
  },
  {
    name: 'scan-result-response',
    label: 'scan-result 0+4',
    from: 'device',
    says: 'The device sends four networks, the strongest first',
    notes: { entries: 'One network', rssi: 'dBm; ten bytes, because it is negative' },
  },
  {
    name: 'scan-result-next',
    label: 'scan-result 4+3',
    from: 'client',
    says: 'The client requests the other three, and not more',
  },
];

/** Returns the examples of `prov-scan`. */
export async function scanExamples() {
  const { plain, plainVector } = await recordedMessage(
    'net-sec2-scan-pages',
    'scan-start blocking, groups of 5 channels, passive',
    'client',
  );
  const notes = {
    passive: 'Listen only',
    group_channels: 'Rest after so many channels',
    period_ms: 'Milliseconds on each channel',
  };
  return [
    ...(await sealedExamples('full', schema, steps)),
    {
      name: 'scan-start-grouped',
      says: 'The client starts a scan with all four fields',
      bytes: plain,
      fields: protoFields(schema, plain, notes),
      vector: plainVector,
    },
    encodedExample({
      name: 'scan-status-running',
      says: 'The scan is not over, and nothing is kept yet',
      schema,
      content: { msg: 3, payload: { case: 'respScanWifiStatus', value: {} } },
      label: 'scan-status response running',
      notes: { resp_scan_wifi_status: '`scan_finished` is false and `result_count` is 0, so neither is written' },
    }),
    encodedExample({
      name: 'scan-start-refused',
      says: 'The Wi-Fi driver has refused to scan',
      schema,
      content: { msg: 1, status: 5, payload: { case: 'respScanWifiStart', value: {} } },
      label: 'scan-start response InternalError',
      notes: { status: 'In the envelope, not in the answer' },
    }),
  ];
}
