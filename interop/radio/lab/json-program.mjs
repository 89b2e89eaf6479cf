import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A program that prints JSON lines, and may be steered by others; `onErrors` gets what it writes to its other output.
 * `isLog` takes a line that nobody waits for.
 */
export class JsonProgram {
  /** What it has printed and no caller has taken. */
  #lines = [];
  #errors = '';
  #child;
  #ended;
  #hasEnded = false;
  #wake = () => undefined;

  constructor(command, args, { onErrors = () => undefined, isLog = () => false } = {}) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#errors += text;
      onErrors(text);
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const value = JSON.parse(line);
      if (isLog(value)) return;
      this.#lines.push({ ...value, at: performance.now() });
      this.#wake();
    });
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', resolve);
    }).finally(() => {
      this.#hasEnded = true;
      this.#wake();
    });
    this.#ended.catch(() => undefined);
  }

  send(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
  }

  /** Returns the next line that fits; those before it are dropped, unless it is told to keep them. */
  async next(fits = () => true, patienceMs = 40_000, { keepsOthers = false } = {}) {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const index = this.#lines.findIndex(fits);
      if (index >= 0) return keepsOthers ? this.#lines.splice(index, 1)[0] : this.#lines.splice(0, index + 1).at(-1);
      if (this.#hasEnded) throw new Error(`the program has ended: ${this.#errors}${JSON.stringify(this.#lines)}`);
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) throw new Error(`nothing heard of the program within ${patienceMs / 1000} s: ${this.#errors}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  get pid() {
    return this.#child.pid;
  }

  /** Ends it as a power cut would. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async [Symbol.asyncDispose]() {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await this.#ended.catch(() => undefined);
    clearTimeout(timer);
  }
}
