import type { PowerWorker } from '@esp-prov/client/web';
import { expect, test } from 'vitest';
import { powerWorker } from '../../src/app/power-worker.ts';

const file = './assets/power-worker.js';

class FakeWorker implements PowerWorker {
  static started: unknown[] = [];

  constructor(url: string, options: WorkerOptions) {
    FakeWorker.started.push([url, options]);
  }

  addEventListener(): void {}
  postMessage(): void {}
  terminate(): void {}
}

const at = (origin: string) => ({
  Worker: FakeWorker,
  location: { origin },
  document: { baseURI: 'https://page.example/below/' },
});

test('the worker is a file of the page, below any path', () => {
  FakeWorker.started = [];
  const start = powerWorker(at('https://page.example'), file);
  expect(FakeWorker.started).toEqual([]);
  start?.();
  expect(FakeWorker.started).toEqual([['https://page.example/below/assets/power-worker.js', { type: 'module' }]]);
});

test('there is none from another origin, nor in a browser without workers', () => {
  FakeWorker.started = [];
  expect(powerWorker(at('https://other.example'), file)).toThrow('another origin');
  expect(FakeWorker.started).toEqual([]);
  expect(powerWorker({ ...at('https://page.example'), Worker: undefined })).toBeUndefined();
});
