// Requests and answers over HTTP, byte by byte.
import { utf8 } from '@esp-prov/protocol';
import { httpAnswers, httpRequests } from '../http-run.mjs';
import { readVector } from '../read-vector.mjs';

const file = 'transcripts/net-sec1-wrong-passphrase.json';
/** Places of two requests to proto-ver in the recording; each is followed by its answer. */
const [first, second] = [1, 3];

const meanings = {
  'Content-Type': 'neither end looks at it',
  'Content-Length': 'bytes of the body; a request has 1 to 4096',
  'Set-Cookie': 'the number of the new session, 32 bits in decimal digits',
  Cookie: 'what the device has set, and nothing else',
  Host: 'the device ignores it',
  Accept: 'the device ignores it',
  Connection: 'written by Node; the client closes the connection all the same',
};

/** Returns the examples of HTTP. */
export async function httpExamples() {
  const { http } = JSON.parse(readVector(file).toString('utf8'));
  const session = Number(/session=(\d+)/.exec(http[first + 1].headers.join('\n'))?.[1]);
  const raw = (index) => Buffer.from(http[index].raw_hex, 'hex');
  const [opening, going] = await httpAnswers(session, [raw(first), raw(second)]);
  const [notFound] = await httpAnswers(session, [
    Buffer.from('POST /prov-ctrl2 HTTP/1.1\r\nContent-Length: 1\r\n\r\n-'),
  ]);
  const [, request] = await httpRequests(session, [
    ['proto-ver', utf8('---')],
    ['proto-ver', utf8('---')],
  ]);
  const recorded = (index) => ({ file, at: ['http', index, 'raw_hex'] });
  return [
    {
      name: 'http-first-answer',
      says: 'The device answers the first request of a client, and gives the session its cookie',
      bytes: opening,
      vector: recorded(first + 1),
    },
    {
      name: 'http-next-answer',
      says: 'The answer to a request that has the cookie',
      bytes: going,
      vector: recorded(second + 1),
    },
    {
      name: 'http-request',
      says: 'Our client sends `---` to `proto-ver`, with the cookie of its session',
      bytes: request,
      vector: {
        none: 'The recorded client is `esp_prov`, which sends Host, Content-Length, Content-type, Accept and Cookie too, and Accept-Encoding.',
      },
    },
    {
      name: 'http-not-found',
      says: 'The answer where no endpoint has this name',
      bytes: notFound,
      vector: { none: 'No recording has it; the words are those of esp_http_server.' },
    },
  ].map((example) => ({ ...example, fields: httpFields(example.bytes) }));
}

/** Returns a field for each line of the head, and one for the body. */
function httpFields(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  const end = text.indexOf('\r\n\r\n') + 2;
  const lines = text.slice(0, end).match(/.*?\r\n/gs);
  return [
    ...lines.map((line, index) => {
      const name = line.split(':')[0];
      const shown = `\`${line.trimEnd()}\``;
      const meaning = index === 0 ? shown : [shown, meanings[name]].filter(Boolean).join(': ');
      const first = line.startsWith('HTTP') ? 'Status line' : 'Request line';
      return { length: line.length, name: index === 0 ? first : name, meaning };
    }),
    { length: 2, name: 'End of the head', meaning: 'CR LF' },
    { length: text.length - end - 2, name: 'Body', meaning: bodyMeaning(text.slice(end + 2)) },
  ];
}

function bodyMeaning(body) {
  return body.includes('prov') ? 'the answer of `proto-ver`, JSON' : `“${body}”`;
}
