import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addFakePackage, addPackage } from './installation.mjs';
import { anyCode } from './run-expecting.mjs';

/** Begins as noble does, finds nothing and says so. */
const fakeNoble = `
const { EventEmitter } = require('node:events');
const noble = Object.assign(new EventEmitter(), {
  state: 'poweredOn',
  withBindings: () => noble,
  startScanningAsync: async () => {},
  stopScanningAsync: async () => {},
});
module.exports = noble;
module.exports.default = noble;
`;

/** Serial ports and noble, without the packages and then with them, which is how they are left. */
export async function optionalPackages(command, { folder, work }) {
  const console = ['info', '--transport', 'console', '--port', '/dev/null', '--baud', '9600', '--json'];
  await command.run(console, { code: 9, says: /host\/package-missing/ });
  await command.run(['doctor', '--json'], { code: anyCode, says: /"missing"/ });
  addPackage(folder, 'serialport');
  await command.run(console, { code: 9, says: /host\/port-unusable/ });

  // noble is not for Linux, where its host starts all the same.
  const mac = join(work, 'as-on-macos.cjs');
  writeFileSync(mac, "Object.defineProperty(process, 'platform', { value: 'darwin' });\n");
  const discover = ['discover', '--timeout', '1', '--json'];
  await command.run(discover, { preload: [mac], code: 9, says: /host\/package-missing/ });
  const host = join(dirname(command.file), '../dist/host-process.js');
  const scan = { kind: 'start-scan', services: [] };
  expectLike(await answerOf(host, scan), /package-missing/);
  addFakePackage(folder, '@stoprocent/noble', fakeNoble);
  expectLike(await answerOf(host, scan), /"result"|\{"id":1\}/);
  await command.run(discover, { preload: [mac], code: anyCode, says: /"result":"devices"|"devices":\[\]/ });
}

/** What noble's host process answers to a request. */
async function answerOf(host, request) {
  const child = fork(host, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    child.send({ id: 1, request });
    const [answer] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    return JSON.stringify(answer);
  } finally {
    child.kill();
  }
}

function expectLike(text, pattern) {
  if (!pattern.test(text)) throw new Error(`noble's host answers ${text}, not ${pattern}`);
}
