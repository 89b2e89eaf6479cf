import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { commandFile } from './program.ts';
import { Scratch } from './scratch.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const patienceMs = 60_000;
const nowhere = 'unix:path=/nonexistent/esp-prov-test';

/** Skips a test aloud where there is no tmux. */
export function requireTmux({ skip }: TestContext): void {
  if (hasTmux) return;
  process.stderr.write('skipped: screens of the interactive run (no tmux)\n');
  skip('no tmux');
}

/** How a screen is made. */
export interface ScreenOptions {
  readonly columns: number;
  /** Address of the D-Bus system bus; default: a machine without Bluetooth. */
  readonly bus?: string;
  /** Program and its first arguments, by which the command is started. */
  readonly launcher?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The command on a screen of its own, of which a test sees what a person would see. */
export class Screen implements Disposable {
  readonly #scratch = new Scratch();
  readonly #socket = this.#scratch.path('tmux');
  #closed = false;

  constructor(args: readonly string[], { columns, bus = nowhere, launcher = [], env: more = {} }: ScreenOptions) {
    const size = ['-x', String(columns), '-y', '60'];
    const usual = { NO_COLOR: '1', TERM: 'screen', LC_ALL: 'C.UTF-8', ESP_PROV_POP: '', ESP_PROV_PASSPHRASE: '' };
    const env = Object.entries({ DBUS_SYSTEM_BUS_ADDRESS: bus, ...usual, ...more }).map((each) => each.join('='));
    const script = 'env "$@"; echo "exit code $?"; sleep 600';
    const command = ['sh', '-c', script, 'sh', ...env, ...launcher, process.execPath, commandFile, ...args];
    this.#tmux('-u', '-f', '/dev/null', 'new-session', '-d', ...size, ...command);
  }

  /** What the screen shows, without empty lines. */
  get shown(): string {
    return this.#captured();
  }

  /** The same with lines as they were printed, however many the screen needs for them. */
  get printed(): string {
    return this.#captured('-J');
  }

  #captured(...how: readonly string[]): string {
    const lines = this.#tmux('capture-pane', '-p', '-S', '-', ...how).split('\n');
    return lines.filter((line) => line.trim() !== '').join('\n');
  }

  /** Waits until the screen shows something. */
  async sees(pattern: RegExp): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!pattern.test(this.shown)) {
      if (performance.now() > end) throw new Error(`the screen did not show ${pattern}:\n${this.shown}`);
      await sleep(150);
    }
  }

  /** Waits for a question, and types an answer to it. */
  async answers(question: RegExp, ...keys: readonly string[]): Promise<void> {
    await this.sees(question);
    // A question is drawn before its keys are read.
    await sleep(300);
    this.#tmux('send-keys', ...keys);
  }

  /** Types a line, letter by letter. */
  types(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.#tmux('send-keys', 'Enter');
  }

  /** Sends a signal to the command. */
  signal(name: NodeJS.Signals): void {
    process.kill(this.#client, name);
  }

  /** Closes the window, and waits until the command has ended for it. */
  async closeUnderCommand(): Promise<void> {
    const client = this.#client;
    this.close();
    const end = performance.now() + patienceMs;
    while (existsSync(`/proc/${client}`)) {
      if (performance.now() > end) throw new Error('the command goes on without its window');
      await sleep(50);
    }
  }

  /** Number of the command's process. */
  get #client(): number {
    const shell = this.#tmux('list-panes', '-F', '#{pane_pid}').trim();
    return Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8'));
  }

  /** Closes the window in which the command runs. */
  close(): void {
    if (!this.#closed) this.#tmux('kill-server');
    this.#closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
    this.#scratch[Symbol.dispose]();
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
  }
}
