import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/setup/longest-first.ts';

const noble = (name: string) => fileURLToPath(new URL(`packages/protocol/src/crypto/${name}.ts`, import.meta.url));
const resolve = { conditions: ['@esp-prov/source'] };

// Siblings resolve to their sources, so tests need no build (only those that start the command do).
export default defineConfig({
  resolve,
  ssr: { resolve: { ...resolve, externalConditions: ['@esp-prov/source'] } },
  test: {
    // These end what hangs. How long work takes on a busy machine is nothing that a test is about.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    setupFiles: [fileURLToPath(new URL('test/setup/record-errors.ts', import.meta.url))],
    // What is waited for comes at once, unless the machine is busy.
    expect: { poll: { timeout: 60_000 } },
    // No test touches globals or replaces modules, so files may share a worker: a third of the time.
    isolate: false,
    // Much of the time goes to waiting for programs and radios, so more workers than processors have enough to do.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          provide: { crypto: 'node' },
          include: [
            'packages/*/test/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
            'site/test/**/*.test.ts',
            'test/**/*.test.ts',
          ],
        },
      },
      {
        // The same schemes once more on the crypto that browsers get.
        extends: true,
        resolve: {
          ...resolve,
          alias: { '#crypto': noble('noble'), '#curve': noble('noble-curve'), '#power': noble('noble-power') },
        },
        test: {
          name: 'noble',
          provide: { crypto: 'noble' },
          include: ['packages/protocol/test/security/**/*.test.ts'],
        },
      },
    ],
  },
});

declare module 'vitest' {
  interface ProvidedContext {
    /** The implementation of `#crypto` that a project's tests run on. */
    crypto: 'node' | 'noble';
  }
}
