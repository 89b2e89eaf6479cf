import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runProgram, startProgram } from './program.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const command = fileURLToPath(new URL('../../apps/cli/bin/esp-prov.js', import.meta.url));

/** Builds the project once; the programs under test are the built ones. */
export function build() {
  const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-b'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the project does not build\n${stdout}`);
}

/** Runs `esp-prov ARGS --json`; `result` is the last line, `events` those before it. */
export async function runCommand(args, options) {
  const { code, output, errors } = await runProgram(process.execPath, [command, ...args, '--json'], options);
  const values = parseLines(output);
  return { code, result: values.at(-1), events: values.slice(0, -1), output, errors };
}

/** Returns the text of `esp-prov [COMMAND] --help`; empty where there is no such command. */
export async function help(name) {
  const args = name === undefined ? ['--help'] : [name, '--help'];
  const { code, output } = await runProgram(process.execPath, [command, ...args]);
  return code === 0 ? output : '';
}

/**
 * Switches a virtual device on and waits until it offers provisioning, or until another event. With `keepsInput` its
 * buttons can be pressed by `type`.
 */
export async function startDevice(
  args,
  { transport: kind = 'softap', awaits = 'provisioning-started', keepsInput = false } = {},
) {
  const place = kind === 'ble' ? ['--ble', 'virtual'] : ['--listen', '127.0.0.1:0'];
  const transport = ['--transport', kind, ...place];
  const program = startProgram(process.execPath, [command, 'device', ...transport, ...args, '--json'], {
    keepsInput,
  });
  const device = {
    address: '',
    /** Bus of its virtual BlueZ. */
    bus: undefined,
    /** What its serial port has printed. */
    get log() {
      return parseLines(program.output)
        .map(({ line }) => line)
        .filter(Boolean)
        .join('\n');
    },
    get events() {
      return parseLines(program.output).filter(({ event }) => event !== undefined && event !== 'log');
    },
    get output() {
      return program.output;
    },
    /** Waits for a line of its log. */
    logs: (pattern, patienceMs) =>
      program.sees(() => pattern.exec(device.log) ?? undefined, `${pattern} in the device's log`, patienceMs),
    /** Waits for events in this order, others in between allowed. */
    tells: (wanted, patienceMs) =>
      program.sees(
        () => (containsInOrder(device.events, wanted) ? true : undefined),
        `device events ${JSON.stringify(wanted)}`,
        patienceMs,
      ),
    /** Waits for an event and returns it. */
    event: (name) => program.sees(() => device.events.find(({ event }) => event === name), `the device event ${name}`),
    type: program.type,
    /** Ends a device by its switch; it must not report an error. */
    async switchOff() {
      const code = await program.stop();
      if (code !== 0) throw new Error(`the device ended with ${code}`);
      if (program.errors !== '') throw new Error(`the device complained: ${program.errors}`);
    },
    kill: () => program.stop('SIGKILL'),
  };
  const started = await device.event(awaits);
  device.address = started.address;
  device.bus = started.bus;
  return device;
}

function containsInOrder(events, wanted) {
  let next = 0;
  for (const event of events) {
    if (next < wanted.length && isLike(event, wanted[next])) next++;
  }
  return next === wanted.length;
}

function isLike(event, wanted) {
  return Object.entries(wanted).every(([key, value]) => event[key] === value);
}

function parseLines(output) {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
