import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { pageFolder } from '../../../src/commands/web/page-folder.ts';
import type { Output } from '../../../src/report/output.ts';
import { Scratch } from '../../support/scratch.ts';

/** Files of a clone; `home` is the folder of the command in it. */
function clone(files: Readonly<Record<string, string>>) {
  const scratch = new Scratch();
  for (const [name, text] of Object.entries({ 'apps/cli/package.json': '{}', ...files })) {
    mkdirSync(dirname(scratch.path(name)), { recursive: true });
    writeFileSync(scratch.path(name), text);
  }
  const events: string[] = [];
  const output: Output = { json: true, event: ({ event }) => void events.push(event), result: () => undefined };
  const { signal } = new AbortController();
  const find = async () =>
    await pageFolder({ output, signal, home: scratch.path('apps/cli') }).catch((error: ProvisioningError) => error);
  return { scratch, events, find, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
}

const builder = (code: string) => ({
  'scripts/build-web.mjs': code,
  'node_modules/vite/package.json': '{}',
});

describe('the folder of the page', () => {
  test('is the one that the package brings', async () => {
    using bench = clone({ 'apps/cli/web/index.html': '' });
    expect(await bench.find()).toBe(bench.scratch.path('apps/cli/web'));
    expect(bench.events).toEqual([]);
  });

  test('is in a clone what its build makes, where that is needed', async () => {
    const code = `import { mkdirSync, writeFileSync } from 'node:fs';
      if (process.argv[2] !== '--if-needed') throw new Error('built without need');
      console.error('Building the page ...');
      mkdirSync('apps/web/dist/site', { recursive: true });
      writeFileSync('apps/web/dist/site/index.html', '');`;
    using bench = clone(builder(code));
    expect(await bench.find()).toBe(bench.scratch.path('apps/web/dist/site'));
    expect(bench.events).toEqual(['building']);
  });

  test('is what was built before, without a word, where nothing has changed', async () => {
    using bench = clone({ ...builder(''), 'apps/web/dist/site/index.html': '' });
    expect(await bench.find()).toBe(bench.scratch.path('apps/web/dist/site'));
    expect(bench.events).toEqual([]);
  });

  test('is none where the build fails, with what it said', async () => {
    using bench = clone(builder(`console.error('no such module'); process.exit(3);`));
    expect(await bench.find()).toMatchObject({ code: 'host/file-unusable' });
    expect(String(await bench.find())).toMatch(/ended with code 3: no such module/);
  });

  test('is the last build where vite is missing, else none', async () => {
    using bare = clone({ 'scripts/build-web.mjs': '' });
    expect(await bare.find()).toMatchObject({ code: 'host/package-missing', details: { package: 'vite' } });
    using built = clone({ 'scripts/build-web.mjs': '', 'apps/web/dist/site/index.html': '' });
    expect(await built.find()).toBe(built.scratch.path('apps/web/dist/site'));
    expect(built.events).toEqual(['warning']);
    using nothing = clone({});
    expect(await nothing.find()).toMatchObject({ code: 'host/file-unusable' });
  });
});
