// A handshake over the console of a device: what our client types, and what the device prints.
import { consoleTransport } from '@esp-prov/client';
import { ConsoleDeviceTransport, ProvisioningManager } from '@esp-prov/device';
import { fromHex, sec1Device, toHex } from '@esp-prov/protocol';
import { FakeWifiDriver, fixedRandom, memoryConsole } from '@esp-prov/testing';
import { memoryStore } from '@esp-prov/virtual';
import { readVector } from '../read-vector.mjs';

const file = 'protocol/session-v55-sec1-pop-full.json';
const none = `No recording has a console. Both messages are those of \`test/vectors/${file}\`, which is checked.`;

/** Returns the examples of the console. */
export async function consoleExamples() {
  const { device, handshake } = JSON.parse(readVector(file).toString('utf8'));
  const line = memoryConsole();
  const typed = [];
  const port = {
    write(text) {
      typed.push(text);
      return line.client.write(text);
    },
    read: (options) => line.client.read(options),
    [Symbol.asyncDispose]: () => line.client[Symbol.asyncDispose](),
  };
  const transport = new ConsoleDeviceTransport(line.device);
  const manager = new ProvisioningManager({ transport, wifi: new FakeWifiDriver([]), store: memoryStore() });
  const random = fixedRandom(fromHex(device.private_key), fromHex(device.random));
  await manager.start({ serviceName: 'PROV_261FCC', security: sec1Device({ pop: 'abcd1234', random }) });
  const client = consoleTransport(port, { session: 0 });
  const answer = await client.exchange('prov-session', fromHex(handshake[0].request));
  if (toHex(answer) !== handshake[0].response) throw new Error(`The console answers ${toHex(answer)}`);
  const command = typed.at(-1);
  const printed = line.printed.slice(line.printed.indexOf(command.trimEnd()));
  line.unplug();
  await transport[Symbol.asyncDispose]();
  return [
    { name: 'console-command', says: 'The client types the first message of the handshake', text: command },
    { name: 'console-answer', says: 'The device prints its echo, the answer, and the next prompt', text: printed },
  ].map(({ text, ...example }) => ({
    ...example,
    bytes: new Uint8Array(Buffer.from(text, 'latin1')),
    fields: consoleFields(text),
    vector: { none },
  }));
}

/** Returns a field for each piece of text. */
function consoleFields(text) {
  const pieces = text.match(/^prov-session | ?\d+ (?=1)|[0-9a-f]{2,}|\r\n|\r|\n?>> /g);
  const rest = text.length - pieces.join('').length;
  if (rest !== 0) throw new Error(`${rest} characters of the console belong to nothing`);
  let digits = 0;
  return pieces.map((piece) => ({ length: piece.length, ...meaningOf(piece, () => digits++) }));
}

function meaningOf(piece, nextDigits) {
  if (piece.startsWith('prov-session')) return { name: 'Endpoint', meaning: '`prov-session` and a blank' };
  if (piece.includes('>>')) return { name: 'Prompt', meaning: 'LF, `>> `' };
  if (piece === '\r') return { name: 'End of the line', meaning: 'CR' };
  if (piece === '\r\n') return { name: 'End of the line', meaning: 'CR LF' };
  if (piece.endsWith(' ')) return { name: 'Session', meaning: `\`${piece.trim()}\` and a blank` };
  const bytes = `${piece.length / 2} bytes in hexadecimal digits`;
  return nextDigits() === 0 ? { name: 'Request', meaning: bytes } : { name: 'Answer', meaning: `${bytes}, lower case` };
}
