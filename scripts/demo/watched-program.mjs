import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a line may let itself be waited for, in ms. */
const patienceMs = 60_000;

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A program that prints lines, which are handed on and can be waited for. */
export class WatchedProgram {
  /** Resolves to its exit code. */
  ended;
  #child;
  #lines = [];
  #waiting = new Set();

  /**
   * @param {string[]} command
   * @param {(line: string) => void} onLine
   */
  constructor([file, ...args], onLine) {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        onLine(line);
        this.#lines.push(line);
        for (const check of this.#waiting) check();
      });
    }
    this.ended = new Promise((resolve) => {
      child.on('close', (code) => {
        running.delete(child);
        resolve(code);
      });
    });
  }

  /** Waits for a line, which may have been printed already. */
  sees(pattern) {
    return new Promise((resolve, reject) => {
      const settle = (action, value) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        action(value);
      };
      const check = () => {
        const found = this.#lines.map((line) => pattern.exec(line)).find(Boolean);
        if (found) settle(resolve, found);
      };
      const timer = setTimeout(() => settle(reject, new Error(`no line has ${pattern}`)), patienceMs);
      this.#waiting.add(check);
      void this.ended.then(() => {
        check();
        settle(reject, new Error(`it ended without a line that has ${pattern}`));
      });
      check();
    });
  }

  /** Ends it in order. */
  async end() {
    this.#child.kill('SIGTERM');
    await this.ended;
  }
}
