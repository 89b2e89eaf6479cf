import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint, RequestContext } from '@esp-prov/device';
import { decodeUtf8, systemClock, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moduleEndpoints } from '../../src/endpoints/module-endpoints.ts';
import { programEndpoint } from '../../src/endpoints/program-endpoint.ts';
import { systemPrograms } from '../../src/programs/system-programs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'endpoints-'));
});
afterEach(() => rm(folder, { recursive: true }));

const context = { peer: 7 };
const asked = (endpoint: Endpoint | undefined) => async (request: Uint8Array<ArrayBuffer>, from: RequestContext) =>
  await (endpoint as Endpoint)(request, from);
const shell = (script: string, clock = systemClock) =>
  asked(programEndpoint('static-ip', ['sh', '-c', script], { programs: systemPrograms({ clock }) }));

describe('an endpoint that is a program', () => {
  it('reads the request and prints the answer, byte by byte', async () => {
    const request = Uint8Array.of(0, 255, 10, 128);
    expect(await shell('cat')(request, context)).toEqual(request);
  });

  it('is told who asks, by which name', async () => {
    const answer = await shell('printf "%s %s" "$ESP_PROV_ENDPOINT" "$ESP_PROV_PEER"')(utf8(''), context);
    expect(decodeUtf8(Uint8Array.from(answer))).toBe('static-ip 7');
  });

  it('refuses by its exit code, and never answers what it printed before', async () => {
    const error = await failureOf(shell('echo half; echo "no such address" >&2; exit 3')(utf8('x'), context));
    expect(error).toMatchObject({ code: 'board/program-failed', details: { exitCode: 3 } });
  });

  it('is not given, and does not give, more than 4096 bytes', async () => {
    expect(await shell('head -c 4096 /dev/zero')(new Uint8Array(4096), context)).toHaveLength(4096);
    expect(await failureOf(shell('head -c 4097 /dev/zero')(utf8(''), context))).toMatchObject({
      code: 'board/program-failed',
    });
    const tooLong = shell('cat')(new Uint8Array(4097), context);
    expect(await failureOf(tooLong)).toMatchObject({ code: 'board/program-failed' });
  });

  it('is ended when it takes too long', async () => {
    const clock = manualClock();
    const answer = shell('sleep 600', clock)(utf8(''), context);
    answer.catch(() => undefined);
    await clock.advance(5000);
    expect(await failureOf(answer)).toMatchObject({ code: 'board/program-failed' });
  });

  it('runs four times at once at most', async () => {
    const endpoint = shell('sleep 0.2; cat');
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => endpoint(utf8('x'), context)));
    expect(answers.map(({ status }) => status)).toEqual([...Array(4).fill('fulfilled'), ...Array(2).fill('rejected')]);
    expect(await endpoint(utf8('y'), context)).toEqual(utf8('y'));
  });

  it('may ignore its request', async () => {
    expect(await shell('exec <&-; printf done')(new Uint8Array(4096), context)).toEqual(utf8('done'));
  });
});

describe('an endpoint that is a module', () => {
  async function module(source: string, name?: string, clock = systemClock) {
    const path = join(folder, `module-${Math.round(performance.now() * 1000)}.mjs`);
    await writeFile(path, source);
    return await moduleEndpoints(path, { name, clock });
  }

  it('is its default export under a name of choice, or the export of that name', async () => {
    const text = 'request, context) => Uint8Array.of(request.length, context.peer)';
    for (const source of [`export default (${text}`, `export const mine = (${text}`]) {
      const { mine } = await module(source, 'mine');
      expect(await mine?.(utf8('abc'), context)).toEqual(Uint8Array.of(3, 7));
    }
  });

  it('is every function that it exports under a name', async () => {
    const endpoints = await module(`
      export const version = 3;
      export const one = () => new Uint8Array(1);
      export async function two() { return Buffer.from('two'); }
      export default () => 'never';`);
    expect(Object.keys(endpoints).sort()).toEqual(['one', 'two']);
    const answer = await endpoints['two']?.(utf8(''), context);
    expect(answer).toEqual(utf8('two'));
  });

  it.each([
    ['has no function', 'export const mine = 3;'],
    ['throws', 'throw new Error("at once")'],
    ['is no JavaScript', 'export export'],
  ])('is refused where it %s', async (_name, source) => {
    expect(await failureOf(module(source, 'mine'))).toMatchObject({ code: 'board/program-failed' });
    expect(await failureOf(module(source))).toMatchObject({ code: 'board/program-failed' });
  });

  it('is refused where there is none', async () => {
    const error = await failureOf(moduleEndpoints(join(folder, 'none.mjs'), { clock: systemClock }));
    expect(error).toMatchObject({ code: 'board/program-failed' });
  });

  it.each([
    ['a text', 'export default () => "text"'],
    ['nothing', 'export default () => undefined'],
    ['too much', 'export default () => new Uint8Array(4097)'],
  ])('refuses the request where it returns %s', async (_name, source) => {
    const { mine } = await module(source, 'mine');
    const answer = asked(mine)(utf8(''), context);
    expect(await failureOf(answer)).toMatchObject({ code: 'board/program-failed' });
  });

  it('refuses the request by what it throws', async () => {
    const { mine } = await module('export default () => { throw new Error("not you"); }', 'mine');
    await expect(asked(mine)(utf8(''), context)).rejects.toThrow('not you');
  });

  it('is not waited for without end', async () => {
    const clock = manualClock();
    const { mine } = await module('export default () => new Promise(() => undefined)', 'mine', clock);
    const answer = asked(mine)(utf8(''), context);
    answer.catch(() => undefined);
    await clock.advance(5000);
    expect(await failureOf(answer)).toMatchObject({ code: 'board/program-failed' });
  });
});
