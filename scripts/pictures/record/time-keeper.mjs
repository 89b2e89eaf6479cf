import { createServer } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { restingThreads, showsThreads } from './process-states.mjs';

/** How long nothing may happen before time goes on, in ms: a wait for another process is over by then. */
const restMs = 2;

/** How long time stands still when a program has left: until its parent knows, which shows nothing meanwhile. */
const farewellMs = 150;

/** As the first, where the system does not show what processes do. */
const blindRestMs = 150;

/** The one clock of all programs of a recording. It stands still while any of them has something to do. */
export class TimeKeeper {
  /** Time since the recording began, in ms. */
  now = 0;
  #members = new Map();
  #restUntil = 0;
  #news = 0;
  #joined = 0;
  #seed;
  #server;
  #pids;
  #own = [];

  /** @param {{ path: string, seed: string, pids: () => Iterable<number> }} options `pids`: programs that run */
  static async open({ path, seed, pids }) {
    const keeper = new TimeKeeper();
    keeper.#seed = seed;
    keeper.#pids = pids;
    keeper.#server = createServer((socket) => keeper.#welcome(socket));
    await new Promise((resolve) => keeper.#server.listen(path, resolve));
    return keeper;
  }

  /** Whether the program of this process takes keys as they come. */
  isRaw(pid) {
    return [...this.#members.values()].some((member) => member.pid === pid && member.isRaw);
  }

  /** Whether the program of this process listens to this clock. */
  hasJoined(pid) {
    return [...this.#members.values()].some((member) => member.pid === pid);
  }

  /** Runs `task` when so many ms have passed, before any program notices. */
  after(ms, task) {
    this.#own.push({ due: this.now + ms, task });
  }

  /** Returns when no program has anything to do at this time. */
  async settle() {
    for (;;) {
      const news = this.#news;
      const before = showsThreads ? restingThreads(this.#pids()) : '';
      await sleep(before === undefined ? 1 : showsThreads ? restMs : blindRestMs);
      for (let i = 0; i < 3; i++) await turn();
      if (before === undefined || news !== this.#news || this.#isWaking()) continue;
      if (performance.now() < this.#restUntil) continue;
      if (!showsThreads || restingThreads(this.#pids()) === before) return;
    }
  }

  /** Lets time pass until the next thing that is due, and returns whether there was one. One program is woken at a time. */
  async step() {
    await this.settle();
    const own = this.#own.sort((a, b) => a.due - b.due)[0];
    const members = [...this.#members.values()].filter(({ next }) => next !== null);
    const [first] = members.sort((a, b) => a.next - b.next || a.order - b.order);
    if (own && (!first || own.due <= first.next)) {
      this.now = Math.max(this.now, own.due);
      this.#own.shift();
      own.task();
      return true;
    }
    if (!first) return false;
    this.now = Math.max(this.now, first.next);
    first.next = null;
    first.isWaking = true;
    first.socket.write(`${JSON.stringify({ now: this.now })}\n`);
    return true;
  }

  /** Forgets all programs and closes. */
  async close() {
    for (const { socket } of this.#members.values()) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #isWaking() {
    return [...this.#members.values()].some(({ isWaking }) => isWaking);
  }

  #welcome(socket) {
    const member = { socket, order: this.#joined++, pid: 0, next: null, isRaw: false, isWaking: false };
    let kept = '';
    this.#members.set(socket, member);
    socket.setEncoding('utf8').on('data', (text) => {
      this.#news++;
      const lines = (kept + text).split('\n');
      kept = lines.pop() ?? '';
      for (const line of lines) this.#hear(member, JSON.parse(line));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#news++;
      this.#members.delete(socket);
      this.#restUntil = performance.now() + farewellMs;
    });
  }

  #hear(member, message) {
    if ('next' in message) Object.assign(member, { next: message.next, isWaking: false });
    if ('isRaw' in message) member.isRaw = message.isRaw;
    if ('joins' in message) {
      member.pid = message.joins;
      member.socket.write(`${JSON.stringify({ now: this.now, seed: `${this.#seed} ${member.order}` })}\n`);
    }
  }
}
