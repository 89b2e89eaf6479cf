// The main job, shown with the real programs over a real socket: a virtual ESP32 and the command that provisions it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The clone's, or the one that is named. */
const command = process.argv[2] ?? fileURLToPath(new URL('../apps/cli/bin/esp-prov.js', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'esp-prov-demo-'));
const flash = join(folder, 'dev.bin');
const patienceMs = 60_000;
const running = new Set();
let failures = 0;

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

try {
  title('A virtual ESP32 boots and is provisioned');
  let device = await startDevice();
  await provision(['scan', '--service-name', device.address, '--pop', 'abcd1234'], 0, /myssid/);
  await provision(credentials(device, 'mypassword'), 0, /192\.168\.43\.220/);
  await device.sees(/app: Connected with IP Address:192\.168\.43\.220/);
  await device.sees(/Provisioning stopped/);
  await device.switchOff();

  title('Restarted, it remembers');
  device = await startDevice({ expect: /Already provisioned, starting Wi-Fi STA/ });
  await device.sees(/app: Connected with IP Address:192\.168\.43\.220/);
  await device.switchOff();

  title('Its settings erased, it gets a wrong password: both sides name the reason');
  await erase();
  device = await startDevice();
  await provision(credentials(device, 'wrongpassword'), 1, /wifi\/auth-error/);
  await device.sees(/Reason : Wi-Fi AP password incorrect/);
  await device.switchOff();

  title('Restarted, it counts as provisioned all the same');
  device = await startDevice({ expect: /Already provisioned, starting Wi-Fi STA/ });
  await device.switchOff();

  title('Its settings erased, it offers provisioning again');
  await erase();
  device = await startDevice();
  await device.switchOff();
} catch (error) {
  failures++;
  print('demo', `✗ ${error.message}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
print('demo', failures === 0 ? '✓ everything went as it should' : '✗ the demo did not go as it should');
process.exitCode = failures === 0 ? 0 : 1;

/** Erases the NVS partition, at the address that the boot log shows. */
async function erase() {
  await provision(['flash', 'erase-region', flash, '0x9000', '0x6000'], 0, /erased/);
}

function credentials({ address }, passphrase) {
  return ['--service-name', address, '--pop', 'abcd1234', '--ssid', 'myssid', '--passphrase', passphrase];
}

/** Starts the virtual device and waits for `expect`; its service's address is taken from what it prints. */
async function startDevice({ expect = /--service-name (\S+)/ } = {}) {
  const args = ['device', '--transport', 'softap', '--flash', flash];
  const program = start('device', args);
  const [, address = ''] = await program.sees(expect);
  return {
    address,
    sees: program.sees,
    async switchOff() {
      program.child.kill('SIGTERM');
      await program.ended;
    },
  };
}

/** Runs the command to its end and checks its exit code and what it printed. */
async function provision(args, exitCode, expected) {
  const program = start('client', args);
  await program.sees(expected);
  const code = await program.ended;
  if (code !== exitCode) throw new Error(`esp-prov ended with code ${code}, not ${exitCode}`);
}

function start(who, args) {
  print(who, `$ esp-prov ${args.map(shown).join(' ')}`);
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const lines = [];
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      print(who, line);
      lines.push(line);
      for (const check of waiting) check();
    });
  }
  const ended = new Promise((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const sees = (pattern) =>
    new Promise((resolve, reject) => {
      const settle = (action, value) => {
        clearTimeout(timer);
        waiting.delete(check);
        action(value);
      };
      const check = () => {
        const found = lines.map((line) => pattern.exec(line)).find(Boolean);
        if (found) settle(resolve, found);
      };
      const timer = setTimeout(() => settle(reject, new Error(`${who} did not print ${pattern}`)), patienceMs);
      waiting.add(check);
      void ended.then(() => {
        check();
        settle(reject, new Error(`${who} ended without printing ${pattern}`));
      });
      check();
    });
  return { child, ended, sees };
}

/** Returns an argument as the demo prints it: without the folder of this run, and without passwords. */
function shown(argument, index, args) {
  if (args[index - 1] === '--passphrase') return '********';
  return argument === flash ? 'dev.bin' : argument;
}

function title(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
}

function print(who, text) {
  console.log(`${who.padEnd(6)} │ ${text}`);
}
