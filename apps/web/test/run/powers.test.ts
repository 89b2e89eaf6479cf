import { type PowerScope, type PowerWorker, servePowers } from '@esp-prov/client/web';
import { expect, test } from 'vitest';
import { bench } from '../support/bench.ts';

/** A worker in this thread; counts what it is asked, and whether it was ended. */
class LocalWorker implements PowerWorker {
  questions = 0;
  hasEnded = false;
  readonly #scope: { ask?: (event: { readonly data: unknown }) => void } = {};
  #listener: ((event: { readonly data: unknown }) => void) | undefined;

  constructor() {
    const scope: PowerScope = {
      addEventListener: (_, listener) => {
        this.#scope.ask = listener;
      },
      postMessage: (data) => this.#listener?.({ data }),
    };
    servePowers(scope);
  }

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    if (type === 'message') this.#listener = listener;
  }

  postMessage(data: unknown): void {
    this.questions++;
    queueMicrotask(() => this.#scope.ask?.({ data }));
  }

  terminate(): void {
    this.hasEnded = true;
  }
}

function workers() {
  const started: LocalWorker[] = [];
  const startPowerWorker = () => {
    const worker = new LocalWorker();
    started.push(worker);
    return worker;
  };
  return { started, loadPowerWorker: async () => startPowerWorker };
}

test('the powers of security 2 are computed in a worker, which ends with the visit', async () => {
  const { started, loadPowerWorker } = workers();
  await using at = await bench(2, { world: { loadPowerWorker } });
  await at.toNetworks();
  expect(started).toHaveLength(1);
  expect(started[0]?.questions).toBeGreaterThan(1);
  expect(started[0]?.hasEnded).toBe(false);
  await at.runner[Symbol.asyncDispose]();
  expect(started[0]?.hasEnded).toBe(true);
});

test('a device of security 1 needs no worker', async () => {
  const { started, loadPowerWorker } = workers();
  await using at = await bench(1, { world: { loadPowerWorker } });
  await at.toNetworks();
  expect(started).toEqual([]);
});

test('where no worker starts, powers are computed here', async () => {
  const loadPowerWorker = async () => () => {
    throw new DOMException('a worker of another origin', 'SecurityError');
  };
  await using at = await bench(2, { world: { loadPowerWorker } });
  await at.toNetworks();
  expect(at.runner.state.screen.name).toBe('networks');
});

test('where its file does not come, powers are computed here', async () => {
  const loadPowerWorker = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  await using at = await bench(2, { world: { loadPowerWorker } });
  await at.toNetworks();
  expect(at.runner.state.screen.name).toBe('networks');
});
