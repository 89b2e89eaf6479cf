import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { atEnd } from '../../at-end.mjs';
import { Screen } from '../screen/screen.mjs';
import { readCommandLine } from './command-line.mjs';

const preload = pathToFileURL(fileURLToPath(new URL('../clock/preload.mjs', import.meta.url))).href;

/** How fast somebody types, and how long it takes to begin, in ms. */
const keyMs = 40;
const thinkMs = 700;

/**
 * What a terminal shows from a time on.
 *
 * @typedef {{ at: number, top: number, lines: import('../screen/screen.mjs').Run[][] }} Frame
 */

/** A terminal of a recording: runs one command after the other, and keeps what was shown when. */
export class Terminal {
  screen;
  /** @type {Frame[]} */
  frames = [];
  /** How the last command ended. */
  exitCode;
  #untyped = 0;
  #options;
  #output;
  #read = 0;
  #child;
  #ended = Promise.resolve();
  #decoder = new TextDecoder();

  /** @param {{ place: string, folder: string, home: string, clock: string, keeper: object, stable: object, size: object }} options */
  constructor(options) {
    this.#options = options;
    this.screen = new Screen(options.size);
    this.#output = join(options.folder, `${options.place}.output`);
  }

  /** The programs that run here, by number. */
  get pids() {
    return this.#child?.pid === undefined ? [] : [this.#child.pid];
  }

  /** Types a command line and runs it. */
  start(line) {
    const { home, folder, clock, stable, size } = this.#options;
    const { file, args, env } = readCommandLine(line);
    // What was typed key by key is written once more over itself.
    this.#write(`\r$ ${line.replaceAll('\n', '\n  ')}\n`);
    const output = openSync(this.#output, 'a');
    this.exitCode = undefined;
    this.#child = spawn(
      file,
      args.map((word) => stable.real(word)),
      {
        cwd: home,
        stdio: ['pipe', output, output],
        env: {
          PATH: process.env['PATH'],
          HOME: home,
          TMPDIR: folder,
          XDG_RUNTIME_DIR: folder,
          LANG: 'C.UTF-8',
          TZ: 'UTC',
          TERM: 'xterm-256color',
          NODE_OPTIONS: `--import=${preload}`,
          PICTURES_CLOCK: clock,
          PICTURES_TERMINAL: `${size.columns}x${size.rows}`,
          ...env,
        },
      },
    );
    const child = this.#child;
    child.stdin.on('error', () => undefined);
    closeSync(output);
    const leave = atEnd(() => void child.kill('SIGKILL'));
    this.#ended = once(child, 'close').then(async ([code, signal]) => {
      this.exitCode = code ?? signal;
      this.#child = undefined;
      await leave();
    });
  }

  /** Types a command line of one line, key by key, without running it. */
  typeAhead(line) {
    const { keeper } = this.#options;
    this.#write('$ ');
    const keys = keysOf(line);
    this.#untyped = keys.length + 1;
    for (const [number, key] of [...keys, ''].entries()) {
      keeper.after(thinkMs + number * keyMs, () => {
        this.#untyped--;
        this.#write(key);
      });
    }
  }

  /** Types an answer, key by key, as time passes. */
  type(text) {
    const { keeper } = this.#options;
    const keys = keysOf(text);
    this.#untyped = keys.length;
    for (const [number, key] of keys.entries()) keeper.after(thinkMs + number * keyMs, () => this.#press(key));
  }

  /** Whether somebody types here now. */
  get isTyping() {
    return this.#untyped > 0;
  }

  /** Presses Ctrl+C. */
  interrupt() {
    this.#child?.kill('SIGINT');
  }

  /** Reads what was printed since the last look. */
  look() {
    const { keeper, stable } = this.#options;
    const text = this.#printed();
    if (text !== '') this.#write(stable.shown(text));
    const { top, lines } = this.screen;
    const last = this.frames.at(-1);
    const frame = { at: keeper.now, top, lines };
    if (last?.at === frame.at) this.frames.pop();
    if (JSON.stringify({ ...frame, at: 0 }) !== JSON.stringify({ ...this.frames.at(-1), at: 0 }))
      this.frames.push(frame);
  }

  /** Ends what still runs. */
  async close() {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  #write(text) {
    this.screen.write(text);
  }

  #press(key) {
    const { keeper } = this.#options;
    this.#untyped--;
    if (!keeper.isRaw(this.#child?.pid)) this.#write(key === '\r' ? '\n' : key);
    this.#child?.stdin.write(keeper.isRaw(this.#child.pid) ? key : key.replace('\r', '\n'));
  }

  #printed() {
    let file;
    try {
      file = openSync(this.#output, 'r');
    } catch {
      return '';
    }
    const chunk = Buffer.alloc(1 << 20);
    const length = readSync(file, chunk, 0, chunk.length, this.#read);
    closeSync(file);
    this.#read += length;
    return this.#decoder.decode(chunk.subarray(0, length), { stream: true });
  }
}

/** The keys of a text: a control sequence is one. */
function keysOf(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys such as the arrows are control sequences.
  return text.match(/\u001b\[[0-9;]*[A-Za-z~]|[\s\S]/gu) ?? [];
}
