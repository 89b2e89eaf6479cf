import { decodeUtf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { expect, it } from 'vitest';
import { FakePrograms } from './fake-programs.ts';

it('stands for programs that are there, and for those that are not', async () => {
  const programs = new FakePrograms({ iw: ({ arguments: words }) => `iw ${words?.[0]}` });
  const { stdout } = await programs.run({ program: 'iw', arguments: ['phy'] });
  expect(decodeUtf8(stdout)).toBe('iw phy');
  expect((await failureOf(programs.run({ program: 'ip' }))).code).toBe('board/program-missing');
  const guarded = await programs.guard({ program: 'dnsmasq' });
  programs.guarded[0]?.end();
  expect(guarded.ended.reason).toMatchObject({ code: 'board/program-failed' });
  expect(programs.calls).toEqual(['iw phy', 'ip', 'dnsmasq']);
});
