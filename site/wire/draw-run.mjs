// Draws a whole run as a table of its messages with their sizes, in Markdown, so that its links are those of a page.
import { recordedRun } from './runs/recorded-run.mjs';
import { requireRecorded } from './vector.mjs';

/** What each exchange of a run says, in words, and the page about it. */
const exchanges = {
  'proto-ver': ['request the version', 'the version', 'version'],
  'handshake 0': ['command 0: a key', 'response 0: a key', 'session'],
  'handshake 1': ['command 1: a proof', 'response 1: a proof', 'session'],
  'custom-data': ['a text of the application', 'its answer', 'custom'],
  'scan-start blocking, all channels': ['start a scan', 'the scan is over', 'scan'],
  'scan-status': ['request the state of the scan', 'over, 7 networks', 'scan'],
  'scan-result 0+4': ['request networks 0 to 3', '4 networks', 'scan'],
  'scan-result 4+3': ['request networks 4 to 6', '3 networks', 'scan'],
  'config-get-status before config': ['request the state of the station', 'connecting', 'config'],
  'config-set': ['hand over credentials', 'kept', 'config'],
  'config-apply': ['apply them', 'stored', 'config'],
  'config-get-status right after apply': ['request the state of the station', 'connecting', 'config'],
  'config-get-status connected': ['request the state of the station', 'connected', 'config'],
  'ctrl-reprov': ['take other credentials', 'done', 'control'],
};

/** The runs of the same provisioning under both schemes. */
const runs = ['v55-sec1-pop-full', 'v55-sec2-full'];

/**
 * Returns the table of one whole provisioning: every message with its size under both schemes, and what of the key stream
 * or which counter seals it.
 *
 * @throws Error if a message of the run is not in its recording
 */
export async function drawRun() {
  const [first, second] = await Promise.all(runs.map(recordedRun));
  for (const message of first) requireMessage(message);
  for (const message of second) if (isSame(message, first)) requireMessage(message);
  const rows = first.map((message, index) => row(message, second[index], index + 1));
  return [
    '| No. | Message | Endpoint | Security 1 | Key stream | Security 2 | Counter |',
    '| --: | ------- | -------- | ---------: | ---------- | ---------: | ------: |',
    ...rows,
    '',
  ].join('\n');
}

function row(one, two, number) {
  const words = exchanges[one.label];
  if (!words) throw new Error(`Nobody has written what the exchange “${one.label}” says`);
  const isRequest = one.from === 'client';
  const who = isRequest ? 'Client' : 'Device';
  const link = `[${words[isRequest ? 0 : 1]}](${words[2]}.md)`;
  const stream = one.number === 0 ? '' : `${one.before} to ${one.before + one.wire.length - 1}`;
  const cells = [
    number,
    `${who}: ${link}`,
    `\`${one.endpoint}\``,
    one.wire.length,
    stream,
    two.wire.length,
    two.number || '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function requireMessage({ label, plain, plainVector, wire, wireVector }) {
  requireRecorded({ name: label, bytes: plain, vector: plainVector, sealed: [{ bytes: wire, vector: wireVector }] });
}

/** Whether the other run says the same; a device takes a part of its BSSID from its memory. */
function isSame({ label, from, plain }, messages) {
  return messages.some((each) => each.label === label && each.from === from && Buffer.compare(each.plain, plain) === 0);
}
