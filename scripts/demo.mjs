// The main job, shown with the real programs over a real socket: a virtual ESP32 and the command that provisions it. Of
// the device's log only the lines that tell the story are printed, and they come behind what the command printed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WatchedProgram } from './demo/watched-program.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/** The clone's, or the one that is named. */
const command = process.argv[2] ?? fileURLToPath(new URL('../apps/cli/bin/esp-prov.js', import.meta.url));
const { path: folder, remove } = temporaryFolder('esp-prov-demo-');
const flash = join(folder, 'dev.bin');

/** Width of what is printed, also where that is not a terminal. */
const columns = process.stdout.columns || 80;

/** What is printed of the device's log. */
const story = /ESP-IDF v| app: (?!Hello|Scan this|If QR|Secured)|^\t|Provisioning started with|STA Auth Error|stopped/;

try {
  title('A virtual ESP32 boots, and esp-prov puts it on Wi-Fi');
  let device = await startDevice();
  await run(device, ['scan', '--service-name', device.address, '--pop', 'abcd1234'], 0, /myssid/);
  await run(device, credentials(device, 'mypassword'), 0, /192\.168\.43\.220/);
  await device.sees(/app: Connected with IP Address:192\.168\.43\.220/);
  await device.sees(/Provisioning stopped/);
  await device.switchOff();

  title('Restarted, it remembers');
  device = await startDevice(/app: Connected with IP Address:192\.168\.43\.220/);
  await device.switchOff();

  title('Erased, it gets a wrong password: both sides name the reason');
  // The NVS partition, at the address that the boot log shows.
  await run(undefined, ['flash', 'erase-region', flash, '0x9000', '0x6000'], 0, /erased/);
  device = await startDevice();
  await run(device, credentials(device, 'wrongpassword'), 1, /wifi\/auth-error/);
  await device.sees(/Reason : Wi-Fi AP password incorrect/);
  await device.switchOff();

  console.log('\n✓ All went as it should. What you can do next:\n');
  console.log('  npm run web          the same in your browser, with a virtual or a real device');
  console.log('  npx esp-prov         finds real devices near you, and asks for what is missing');
  console.log('  docs/index.md        the guides, the protocol, every error\n');
} catch (error) {
  console.log(`\n✗ The demo did not go as it should: ${error.message}`);
  process.exitCode = 1;
} finally {
  await remove();
}

function credentials({ address }, passphrase) {
  return ['--service-name', address, '--pop', 'abcd1234', '--ssid', 'myssid', '--passphrase', passphrase];
}

/** Starts the virtual device and waits until it offers its service, or for `expected`. */
async function startDevice(expected) {
  const args = ['device', '--transport', 'softap', '--flash', flash];
  let held;
  const tell = (line) => {
    if (held) held.push(line);
    else print('device', line);
  };
  printCommand('device', args);
  const program = new WatchedProgram([process.execPath, command, ...args], (line) => {
    if (story.test(line)) tell(line.trimEnd());
  });
  const address = expected ? undefined : (await program.sees(/--service-name (\S+)/))[1];
  await program.sees(expected ?? /Provisioning started with/);
  return {
    address,
    sees: (pattern) => program.sees(pattern),
    switchOff: () => program.end(),
    /** Prints what it says only when `task` is over. */
    async holding(task) {
      held = [];
      await task();
      for (const line of held) print('device', line);
      held = undefined;
    },
  };
}

/** Runs the command to its end, and checks its exit code and what it printed. */
async function run(device, args, exitCode, expected) {
  const task = async () => {
    printCommand('client', args);
    const program = new WatchedProgram([process.execPath, command, ...args], (line) => print('client', line));
    await program.sees(expected);
    const code = await program.ended;
    if (code !== exitCode) throw new Error(`esp-prov ended with code ${code}, not ${exitCode}`);
  };
  if (device) await device.holding(task);
  else await task();
}

function printCommand(who, args) {
  print(who, `$ esp-prov ${args.map(shown).join(' ')}`);
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
  for (const line of broken(text.replaceAll('\t', '   '), columns - who.length - 3)) console.log(`${who} │ ${line}`);
}

/** Breaks a sentence between words. */
function broken(text, width) {
  // A row of a table stays whole.
  if (text.length <= width || /\S {2,}\S/.test(text)) return [text];
  const at = text.lastIndexOf(' ', width);
  if (at <= 0) return [text];
  return [text.slice(0, at), ...broken(text.slice(at + 1), width)];
}
