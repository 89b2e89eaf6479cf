import { type Power, type PowerTask, powerHere } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type PowerWorker, servePowers, workerPower } from '../../src/web/index.ts';

const task: PowerTask = {
  base: Uint8Array.of(5),
  exponent: Uint8Array.of(1, 0, 1),
  modulus: new Uint8Array(64).fill(0xff),
};

type Listener = (event: { readonly data?: unknown }) => void;

/** A worker that answers as `answer` says; by default as ours does. */
class FakeWorker implements PowerWorker {
  readonly asked: unknown[] = [];
  terminated = 0;
  readonly #listeners = new Map<string, Listener>();
  readonly #answer: ((question: unknown, tell: (answer: unknown) => void) => void) | undefined;
  readonly #serve: Listener[] = [];

  constructor(answer?: (question: unknown, tell: (answer: unknown) => void) => void) {
    this.#answer = answer;
    servePowers({
      addEventListener: (_type, listener) => this.#serve.push(listener as Listener),
      postMessage: (message) => this.emit('message', structuredClone(message)),
    });
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  postMessage(question: unknown): void {
    this.asked.push(question);
    if (this.#answer) this.#answer(question, (data) => this.emit('message', data));
    else for (const listener of this.#serve) listener({ data: structuredClone(question) });
  }

  terminate(): void {
    this.terminated++;
  }

  emit(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data });
  }
}

describe('powers in a worker', () => {
  test('are those that are computed here, several at once', async () => {
    const worker = new FakeWorker();
    const { power } = workerPower(() => worker);
    const other = { ...task, exponent: Uint8Array.of(7) };
    expect(await Promise.all([power(task), power(other)])).toEqual([powerHere(task), powerHere(other)]);
    expect(worker.asked).toHaveLength(2);
  });

  test.each([
    ['answers nothing of use', new FakeWorker((question, tell) => tell({ ...(question as object), power: undefined }))],
    [
      'answers a power of another length',
      new FakeWorker((question, tell) => tell({ ...(question as object), power: new Uint8Array(3) })),
    ],
    ['answers text', new FakeWorker((question, tell) => tell({ ...(question as object), power: 'x'.repeat(64) }))],
  ])('are computed here where the worker %s', async (_, worker) => {
    expect(await workerPower(() => worker).power(task)).toEqual(powerHere(task));
  });

  test('are computed here where no worker starts, and it is not tried again', async () => {
    let starts = 0;
    const { power } = workerPower(() => {
      starts++;
      throw new Error('worker-src forbids it');
    });
    expect(await power(task)).toEqual(powerHere(task));
    expect(await power(task)).toEqual(powerHere(task));
    expect(starts).toBe(1);
  });

  test('are computed here where the worker fails, is silent or is ended', async () => {
    const clock = manualClock();
    const silent = new FakeWorker(() => undefined);
    const begin = (timeoutMs?: number) => workerPower(() => silent, { clock, timeoutMs });
    const failing = begin().power(task);
    silent.emit('error');
    expect(await failing).toEqual(powerHere(task));
    expect(await clock.run(begin(3000).power(task))).toEqual(powerHere(task));
    expect(clock.now()).toBe(3000);
    const last = begin();
    const power = last.power(task);
    last[Symbol.dispose]();
    expect(await power).toEqual(powerHere(task));
    expect(silent.terminated).toBe(3);
  });

  test('take no answer to another question', async () => {
    const clock = manualClock();
    const liar = new FakeWorker((_, tell) => {
      tell(undefined);
      tell({ id: 99, power: new Uint8Array(64) });
    });
    const { power } = workerPower(() => liar, { clock });
    expect(await clock.run(power(task) as ReturnType<Power>)).toEqual(powerHere(task));
  });
});
