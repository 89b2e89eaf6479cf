import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { commandFile } from './program.ts';
import { Scratch } from './scratch.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const patienceMs = 60_000;

/** Skips a test aloud where there is no tmux. */
export function requireTmux({ skip }: TestContext): void {
  if (hasTmux) return;
  process.stderr.write('skipped: screens of the interactive run (no tmux)\n');
  skip('no tmux');
}

/** The command on a screen of its own, of which a test sees what a person would see. */
export class Screen implements Disposable {
  readonly #scratch = new Scratch();
  readonly #socket = this.#scratch.path('tmux');

  constructor(args: readonly string[], { columns, bus }: { readonly columns: number; readonly bus: string }) {
    const size = ['-x', String(columns), '-y', '60'];
    const env = [`DBUS_SYSTEM_BUS_ADDRESS=${bus}`, 'NO_COLOR=1', 'TERM=screen', 'LC_ALL=C.UTF-8', 'ESP_PROV_POP='];
    const script = 'env "$@"; echo "exit code $?"; sleep 600';
    const command = ['sh', '-c', script, 'sh', ...env, process.execPath, commandFile, ...args];
    this.#tmux('-u', '-f', '/dev/null', 'new-session', '-d', ...size, ...command);
  }

  /** What the screen shows, without empty lines. */
  get shown(): string {
    const lines = this.#tmux('capture-pane', '-p', '-S', '-').split('\n');
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

  [Symbol.dispose](): void {
    this.#tmux('kill-server');
    this.#scratch[Symbol.dispose]();
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
  }
}
