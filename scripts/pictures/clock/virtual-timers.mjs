import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const realImmediate = setImmediate;

/** When the recordings take place, in ms since 1970: a noon. */
const epochMs = Date.UTC(2026, 0, 5, 12);

/** The timers, dates and stop watches of a process, on a clock that only {@link VirtualTimers.advance} moves. */
export class VirtualTimers {
  #now = 0;
  #startedAt = 0;
  #count = 0;
  #pending = new Set();
  #reports;
  #isReporting = false;
  #reported;
  #isHeld = false;

  /** @param {{ onNext: (ms: number | null) => void, onHold: (isHeld: boolean) => void }} reports */
  constructor(reports) {
    this.#reports = reports;
  }

  /** Replaces the clock of this process. `now`: time of the recording, in ms. */
  install(now) {
    this.#now = now;
    this.#startedAt = now;
    const set =
      (interval) =>
      (task, ms, ...args) =>
        this.#add(task, ms, args, interval);
    const clear = (timer) => {
      if (timer instanceof VirtualTimer) this.#remove(timer);
      else for (const each of this.#pending) if (each.id === Number(timer)) this.#remove(each);
    };
    const globals = { setTimeout: set(false), setInterval: set(true), clearTimeout: clear, clearInterval: clear };
    const sleep = (ms, value, options) => this.#sleep(ms, value, options);
    Object.defineProperty(globals.setTimeout, promisify.custom, { value: sleep });
    Object.assign(globalThis, globals);
    Object.assign(require('node:timers'), globals);
    const promises = require('node:timers/promises');
    promises.setTimeout = sleep;
    promises.scheduler.wait = (ms, options) => sleep(ms, undefined, options);
    syncBuiltinESMExports();
    AbortSignal.timeout = (ms) => this.#timeoutSignal(ms);
    performance.now = () => this.#now - this.#startedAt;
    globalThis.Date = this.#dates();
  }

  /** Moves the clock to `now`, and runs what is due, one after the other. */
  advance(now) {
    this.#now = now;
    this.#reported = undefined;
    const [first] = [...this.#pending].filter(({ due }) => due <= now).sort((a, b) => a.due - b.due || a.id - b.id);
    if (first === undefined) return this.#changed();
    if (first.intervalMs === undefined) this.#remove(first);
    else first.due = now + first.intervalMs;
    // What this one sets off comes before the next.
    realImmediate(() => this.advance(now));
    first.task(...first.args);
  }

  #add(task, ms, args, isInterval) {
    const wait = Math.max(1, Math.trunc(Number(ms)) || 1);
    const timer = new VirtualTimer({ id: ++this.#count, task, args, wait, isInterval });
    timer.onChange = (isOver) => {
      if (isOver) return this.#remove(timer);
      timer.due = this.#now + wait;
      this.#pending.add(timer);
      this.#changed();
    };
    timer.onHold = () => this.#changed();
    timer.due = this.#now + wait;
    this.#pending.add(timer);
    this.#changed();
    return timer;
  }

  #remove(timer) {
    if (this.#pending.delete(timer)) this.#changed();
  }

  #sleep(ms, value, { signal, ref = true } = {}) {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#remove(timer);
        reject(new DOMException('The operation was aborted', { name: 'AbortError', cause: signal.reason }));
      };
      const timer = this.#add(
        () => {
          signal?.removeEventListener('abort', abort);
          resolve(value);
        },
        ms,
        [],
        false,
      );
      if (!ref) timer.unref();
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #timeoutSignal(ms) {
    const controller = new AbortController();
    const late = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    this.#add(late, ms, [], false).unref();
    return controller.signal;
  }

  #dates() {
    const now = () => epochMs + Math.trunc(this.#now);
    return class extends Date {
      constructor(...args) {
        super(...(args.length === 0 ? [now()] : args));
      }
      static now() {
        return now();
      }
    };
  }

  /** Reports the earliest time at which something is due, once it is known. */
  #changed() {
    const isHeld = [...this.#pending].some((timer) => timer.hasRef());
    if (isHeld !== this.#isHeld) this.#reports.onHold(isHeld);
    this.#isHeld = isHeld;
    if (this.#isReporting) return;
    this.#isReporting = true;
    realImmediate(() => {
      this.#isReporting = false;
      const next = this.#pending.size === 0 ? null : Math.min(...[...this.#pending].map(({ due }) => due));
      if (next !== this.#reported) this.#reports.onNext(next);
      this.#reported = next;
    });
  }
}

/** What `setTimeout` returns. */
class VirtualTimer {
  #isRef = true;

  constructor({ id, task, args, wait, isInterval }) {
    Object.assign(this, { id, task, args, intervalMs: isInterval ? wait : undefined });
  }

  ref() {
    this.#isRef = true;
    this.onHold();
    return this;
  }

  unref() {
    this.#isRef = false;
    this.onHold();
    return this;
  }

  hasRef() {
    return this.#isRef;
  }

  refresh() {
    this.onChange(false);
    return this;
  }

  close() {
    this.onChange(true);
    return this;
  }

  [Symbol.toPrimitive]() {
    return this.id;
  }
}
