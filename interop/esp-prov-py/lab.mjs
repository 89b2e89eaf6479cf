import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDevice } from '../support/esp-prov.mjs';
import { runProgram, startProgram } from '../support/program.mjs';
import { carryByHand } from './console-relay.mjs';

/** One case in one column: its device, the runs of the tool, and all that they printed. */
export class Lab {
  column;
  transcript = '';
  #folder;
  #devices = [];

  constructor(column, folder) {
    this.column = column;
    this.#folder = folder;
  }

  /** Switches on a device of the column's profile. `air` replaces the networks that it hears. */
  async device(args = [], { air, transport } = {}) {
    const place = [];
    if (air) {
      const file = join(this.#folder, `${this.column.title}-${process.hrtime.bigint()}.json`);
      await writeFile(file, JSON.stringify(air));
      place.push('--air', file);
    }
    const device = await startDevice(['--profile', this.column.profile, ...args, ...place], { transport });
    this.#devices.push(device);
    return device;
  }

  /** Runs the tool to its end and compares what it prints, in this order, and its exit code. */
  async tool(device, args, { input, transport, prints, lacks = [], code = 0 }) {
    const { python, script, env } = this.column;
    const place = device.bus ? { ...env, DBUS_SYSTEM_BUS_ADDRESS: device.bus } : env;
    const run = await runProgram(python, [script, ...reach(device, transport), ...args], { input, env: place });
    this.#note(args, run);
    this.#judge(run, { prints, lacks, code });
    return run;
  }

  /** Runs the same over a console, with a person in between who copies, pastes and answers questions. */
  async toolByHand(device, args, { answers, prints, lacks = [], code = 0 }) {
    const { python, script, env } = this.column;
    const program = startProgram(python, [script, '--transport', 'console', ...args], { env, keepsInput: true });
    try {
      const ended = await carryByHand(program, device.address, answers);
      this.#judge({ output: program.output, code: ended }, { prints, lacks, code });
      return program;
    } finally {
      await program.stop('SIGKILL');
      this.#note(args, program);
    }
  }

  #judge(run, { prints, lacks, code }) {
    let rest = run.output;
    for (const pattern of prints) {
      const found = rest.match(pattern);
      if (!found) throw new Error(`the tool did not print ${pattern}`);
      rest = rest.slice(found.index + found[0].length);
    }
    for (const pattern of lacks) if (pattern.test(run.output)) throw new Error(`the tool printed ${pattern}`);
    if (run.code !== code) throw new Error(`the tool ended with ${run.code}, not ${code}`);
  }

  /** Runs the tool until it prints `pattern`, then interrupts it, as a user who has seen enough. */
  async toolUntil(device, args, pattern) {
    const { python, script, env } = this.column;
    const program = startProgram(python, [script, ...reach(device), ...args], { env });
    try {
      await program.sees((output) => pattern.exec(output) ?? undefined, `${pattern} from the tool`, 60_000);
    } finally {
      await program.stop('SIGKILL');
      this.#note(args, program);
    }
  }

  /** Switches every device off; only an orderly end counts. */
  async end() {
    for (const device of this.#devices) await device.switchOff();
  }

  async abandon() {
    for (const device of this.#devices) {
      this.transcript += `device:\n${device.output}`;
      await device.kill();
    }
  }

  #note(args, { output, errors }) {
    this.transcript += `tool ${args.join(' ')}\n${output}${errors}\n`;
  }
}

function reach({ address }, transport = 'softap') {
  return ['--transport', transport, '--service_name', address];
}
