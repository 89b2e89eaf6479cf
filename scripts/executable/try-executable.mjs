import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startProgram } from '../../interop/support/program.mjs';
import { anyCode, runExpecting } from '../smoke/run-expecting.mjs';

/**
 * Runs what the executable is for; `work` is an empty folder.
 *
 * @param {string} file
 * @param {{ version: string, work: string }} options
 */
export async function tryExecutable(file, { version, work }) {
  const run = (args, expected) => runExpecting(file, args, { ...expected, cwd: work });
  await run(['--version'], { says: new RegExp(`^esp-prov ${version.replaceAll('.', '\\.')}\n`) });
  await run(['--help'], { says: /^Usage: esp-prov/ });
  await run(['--no-such-option'], { code: 2, says: /usage\// });
  await run(['--licences'], { says: /Apache License[\s\S]*commander \d/ });
  await run(['flash', 'create', 'dev.bin']);
  await run(['flash', 'table', 'dev.bin'], { says: /nvs,\s*data/ });
  await run(['info', '--transport', 'console', '--port', '/dev/null', '--baud', '9600'], {
    code: 9,
    says: /serialport/,
  });
  await run(['web', '--no-open'], {
    code: 9,
    says: /this executable is one file, without it; npx esp-prov web has one/,
  });
  await run(['doctor', '--json'], { code: anyCode, says: /serialport/ });
  await overHttp(file, run);
  await nobleHost(file);
}

/** The executable provisions the executable. */
async function overHttp(file, run) {
  const device = startProgram(file, ['device', '--transport', 'softap', '--fast', '--json']);
  try {
    const address = await device.sees(
      () => /"event":"provisioning-started".*"address":"([\d.:]+)"/.exec(device.output)?.[1],
      'the device offers provisioning',
    );
    const network = ['--ssid', 'myssid', '--passphrase', 'mypassword'];
    await run(['--service-name', address, '--pop', 'abcd1234', ...network], { says: /192\.168\.43\.220/ });
  } finally {
    await device.stop('SIGKILL');
  }
}

/** Noble's host starts, and names what it cannot load. */
async function nobleHost(file) {
  const child = fork('--noble-host', { execPath: file, execArgv: [], serialization: 'advanced' });
  try {
    child.send({ id: 1, request: { kind: 'start-scan', services: [] } });
    const [answer] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    if (answer.failure?.code !== 'host/package-missing') throw new Error(`noble's host said ${JSON.stringify(answer)}`);
  } finally {
    child.kill();
  }
}
