// A phone in an access point, run in a network namespace of its own: `node phone-in-network.mjs INTERFACE NAME:TYPE…`.
// It asks for an address, takes it, resolves the names, and prints what it got as JSON.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';

const [interfaceName, ...questions] = process.argv.slice(2);
const link = execFileSync('ip', ['-o', 'link', 'show', interfaceName], { encoding: 'utf8' });
const mac = /link\/ether (\S+)/
  .exec(link)[1]
  .split(':')
  .map((part) => Number.parseInt(part, 16));
const cookie = [0x63, 0x82, 0x53, 0x63];

/** Sends a message until an answer comes that `accept` takes. */
async function exchange(socket, message, port, address, accept) {
  for (let tries = 0; tries < 10; tries++) {
    const answer = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), 1000);
      socket.on('message', function take(bytes) {
        if (!accept(bytes)) return;
        clearTimeout(timer);
        socket.off('message', take);
        resolve(bytes);
      });
      socket.send(message, port, address);
    });
    if (answer) return answer;
  }
  throw new Error(`nothing answers at port ${port}`);
}

/** DHCP: 1 asks for an offer, 3 takes it. */
function dhcp(type, options) {
  const head = Buffer.alloc(236);
  head.set([1, 1, 6, 0, 1, 2, 3, 4, 0, 0, 0x80, 0]);
  head.set(mac, 28);
  return Buffer.concat([head, Buffer.from([...cookie, 53, 1, type, ...options, 55, 4, 1, 3, 6, 51, 255])]);
}

function optionsOf(reply) {
  const found = {};
  for (let at = 240; at < reply.length && reply[at] !== 255; at += 2 + reply[at + 1]) {
    found[reply[at]] = [...reply.subarray(at + 2, at + 2 + reply[at + 1])];
  }
  return found;
}

const isReply = (bytes) => bytes[0] === 2 && bytes.readUInt32BE(4) === 0x01020304;
execFileSync('ip', ['route', 'add', '255.255.255.255/32', 'dev', interfaceName]);
const client = createSocket({ type: 'udp4', reuseAddr: true });
await new Promise((resolve) => client.bind(68, resolve));
client.setBroadcast(true);
const offer = await exchange(client, dhcp(1, []), 67, '255.255.255.255', isReply);
const offered = [...offer.subarray(16, 20)];
const taking = dhcp(3, [50, 4, ...offered, 54, 4, ...optionsOf(offer)[54]]);
const ack = await exchange(
  client,
  taking,
  67,
  '255.255.255.255',
  (bytes) => isReply(bytes) && optionsOf(bytes)[53]?.[0] !== 2,
);
client.close();
const options = optionsOf(ack);
execFileSync('ip', ['addr', 'add', `${offered.join('.')}/24`, 'dev', interfaceName]);

const resolver = createSocket('udp4');
const answers = {};
for (const question of questions) {
  const [name, type] = question.split(':');
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  const query = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, Number(type), 0, 1]);
  const reply = await exchange(resolver, query, 53, options[6].join('.'), (bytes) =>
    bytes.includes(query.subarray(12)),
  );
  const count = reply.readUInt16BE(6);
  answers[question] = {
    code: reply[3] & 15,
    count,
    address: count > 0 ? [...reply.subarray(-4)].join('.') : undefined,
  };
}
resolver.close();
process.stdout.write(JSON.stringify({ type: options[53][0], address: offered.join('.'), options, answers }));
