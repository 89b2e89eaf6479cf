import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, type ErrorEntry, errorTable } from '@esp-prov/protocol';
import { noteError } from '../../../../test/setup/note-error.ts';
import { ensureBuilt } from './build.ts';
import { startHosted } from './hosted-process.ts';
import { complaints } from './json-schema.ts';
import { startProcess } from './own-process.ts';
import { leakedSecrets } from './secrets.ts';
import type { Started, Streams } from './started.ts';

await ensureBuilt();

/** File that starts the command. */
export const commandFile: string = fileURLToPath(new URL('../../bin/esp-prov.js', import.meta.url));

/** Nothing in these tests takes longer, even on a machine that has much else to do, so whatever does hangs. */
const patienceMs = 60_000;

/** So long may a device take to end where others can run in its process afterwards. */
const longestStopMs = 3_000;

/** Longest time of a test: several steps, each with its own limit, on a machine that may be busy. */
export const testTimeoutMs = 240_000;

/** Variables that would change what the command does; an empty one counts as none. */
const clean = {
  NODE_OPTIONS: '',
  ESP_PROV_DEBUG: '',
  ESP_PROV_PASSPHRASE: '',
  ESP_PROV_POP: '',
  ESP_PROV_SEC2_PWD: '',
  ESP_PROV_JOIN_PASSWORD: '',
  // A machine without Bluetooth, unless a test brings its own.
  DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/esp-prov-test',
  // Virtual devices of other tests, and of whoever runs these, are not to be found.
  XDG_RUNTIME_DIR: ownRuntimeFolder(),
};

function ownRuntimeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-run-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** How a program is started. */
export interface ProgramOptions {
  /** Program and its first arguments instead of the command. */
  readonly launcher?: readonly string[];
  readonly stdin?: 'ignore' | 'pipe';
  readonly env?: Readonly<Record<string, string>>;
  /** Whether this run prints secrets because it was asked to. */
  readonly mayPrintSecrets?: boolean;
  /**
   * Whether the command may run in a process that others have run in before, since its output and its exit code are all
   * that the test is about: nearly all the time of a short run goes to starting Node.
   */
  readonly hosted?: boolean;
  /** Longest wait for one thing to happen, where it takes longer than usual. */
  readonly patienceMs?: number;
}

/** What a program printed until it ended, and how it ended. */
export interface Ended {
  /** Exit code; the name of the signal where one ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs; disposing it ends it and fails when it has printed a secret, or JSON that no schema describes. */
export class Program implements AsyncDisposable {
  readonly #name: string;
  readonly #mayPrintSecrets: boolean;
  readonly #patienceMs: number;
  readonly #launched: boolean;
  readonly #hosted: boolean;
  readonly #args: readonly string[];
  readonly #started: Started;
  readonly #ended: Promise<Ended>;
  readonly #waiting = new Set<() => void>();
  #stdout = '';
  #stderr = '';
  #answered = 0;
  #over = false;

  constructor(args: readonly string[], options: ProgramOptions = {}) {
    this.#name = `esp-prov ${args[0]}`;
    this.#launched = options.launcher !== undefined;
    this.#hosted = options.hosted === true && !wantsOwnProcess(args, options);
    this.#args = args;
    this.#mayPrintSecrets = options.mayPrintSecrets ?? false;
    this.#patienceMs = options.patienceMs ?? patienceMs;
    const env = { ...process.env, ...clean, ...options.env };
    const streams: Streams = {
      stdout: (text) => this.#add(() => (this.#stdout += text)),
      stderr: (text) => this.#add(() => (this.#stderr += text)),
    };
    const { launcher = [process.execPath, commandFile], stdin = 'ignore' } = options;
    this.#started = this.#hosted
      ? startHosted(args, env, streams)
      : startProcess([...launcher, ...args], { stdin, env, group: this.#launched }, streams);
    this.#ended = this.#started.ended.then((code) => {
      this.#add(() => (this.#over = true));
      noteTold(this.#name, this.output);
      return { code, stdout: this.#stdout, stderr: this.#stderr };
    });
    this.#ended.catch(() => undefined);
  }

  /** Number of its process. */
  get pid(): number | undefined {
    return this.#started.pid;
  }

  /** All that was printed so far, of both streams. */
  get output(): string {
    return `${this.#stdout}\n${this.#stderr}`;
  }

  /** Lines of stdout so far, runs of white space as one space. */
  get lines(): string[] {
    return this.#stdout.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  }

  /** Waits until a part of the output matches, and tells which. */
  async sees(pattern: RegExp): Promise<RegExpExecArray> {
    return await this.#within(`print ${pattern}`, () => {
      const found = pattern.exec(this.output);
      if (!found && this.#over) throw new Error(`the program ended without printing ${pattern}:\n${this.output}`);
      return found ?? undefined;
    });
  }

  /** Waits for a question on stderr or in its terminal, behind what an earlier call has returned; undefined when it ends without. */
  async asks(pattern: RegExp): Promise<RegExpExecArray | undefined> {
    const found = await this.#within(`ask ${pattern}`, () => {
      return (
        pattern.exec((this.#launched ? this.#stdout : this.#stderr).slice(this.#answered)) ??
        (this.#over ? 'over' : undefined)
      );
    });
    if (found === 'over') return undefined;
    this.#answered += found.index + found[0].length;
    return found;
  }

  /** Waits until the program has ended by itself or by a signal. */
  async ended(): Promise<Ended> {
    await this.#within('end', () => this.#over || undefined);
    return await this.#ended;
  }

  /** Sends a signal. */
  signal(name: NodeJS.Signals): void {
    this.#started.kill(name);
  }

  /** Sends a signal and waits for the end. */
  async end(name: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.#started.kill(name);
    return await this.ended();
  }

  /** Types on its keyboard. */
  type(text: string): void {
    this.#started.stdin?.write(text);
  }

  /** Ends its input. */
  endInput(): void {
    this.#started.stdin?.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const whole = this.#over;
    if (!this.#over) await this.#stop();
    await this.#ended;
    const undocumented = this.#args.includes('--json') ? complaints(this.#args, this.#stdout, { whole }) : [];
    if (undocumented.length > 0)
      throw new Error(`${this.#name} --json is not as documented:\n${undocumented.join('\n')}`);
    const leaked = this.#mayPrintSecrets ? [] : leakedSecrets(this.output);
    if (leaked.length > 0) throw new Error(`${this.#name} printed ${leaked.join(', ')}:\n${this.output}`);
  }

  /** What may serve others is asked to end; that it does is what its own tests are about. */
  async #stop(): Promise<void> {
    if (this.#hosted) {
      this.#started.kill('SIGTERM');
      await Promise.race([this.#ended, sleep(longestStopMs, undefined, { ref: false })]);
    }
    if (!this.#over) this.#started.kill('SIGKILL');
  }

  #add(change: () => void): void {
    change();
    for (const check of this.#waiting) check();
  }

  #within<T>(what: string, look: () => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (action: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        action();
      };
      const check = () => {
        try {
          const found = look();
          if (found !== undefined) settle(() => resolve(found));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const timer = setTimeout(
        () =>
          settle(() => reject(new Error(`after ${this.#patienceMs} ms the program did not ${what}:\n${this.output}`))),
        this.#patienceMs,
      );
      this.#waiting.add(check);
      check();
    });
  }
}

/** Notes the error that a run of the command has told: it was made in a process of its own. */
function noteTold(name: string, output: string): void {
  const { 1: text, 2: code, 3: next } = /^error: (.*) \(([a-z]+\/[a-z-]+)\)\r?\n? *(.*)$/m.exec(output) ?? [];
  if (text !== undefined && code !== undefined) {
    // A second line is the case of it, unless that line is what to do already.
    const entry: ErrorEntry | undefined = errorTable[code as ErrorCode];
    const isCase = text === entry?.meaning && next && !next.startsWith(entry.remedy.slice(0, 20));
    noteError(code, name, { message: isCase ? next.replace(/\.\r?$/, '') : text, details: {} });
  }
  const { 1: json } = /^(\{"result":"error","code":"[a-z]+\/.*\})$/m.exec(output) ?? [];
  if (json === undefined) return;
  const told = JSON.parse(json);
  noteError(told.code, name, { message: told.detail ?? told.message, details: {} });
}

/** Runs the command to its end, in a process of its own only where that may make a difference. */
export async function run(args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  await using program = new Program(args, { hosted: true, ...options });
  return await program.ended();
}

/** Whether a run depends on how its process was started, or leaves something behind in it. */
function wantsOwnProcess(args: readonly string[], { launcher, stdin, env = {} }: ProgramOptions): boolean {
  return (
    launcher !== undefined ||
    stdin === 'pipe' ||
    args.some((arg) => arg === '-' || arg === '--plain' || arg === '--guided' || arg.endsWith('-stdin')) ||
    // By hand, it reads its input.
    (args.includes('console') && !args.includes('--port')) ||
    Object.keys(env).some((name) => !/^(ESP_PROV_|DBUS_)/.test(name))
  );
}
