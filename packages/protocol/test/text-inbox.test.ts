import { describe, expect, test } from 'vitest';
import { TextInbox } from '../src/index.ts';

describe('a text inbox', () => {
  test('hands out everything that waits at once', async () => {
    const inbox = new TextInbox();
    inbox.push('one ');
    inbox.push('two');
    expect(await inbox.read()).toBe('one two');
  });

  test('lets the reader wait for the next characters', async () => {
    const inbox = new TextInbox();
    const read = inbox.read();
    inbox.push('');
    inbox.push('late');
    expect(await read).toBe('late');
  });

  test('hands out what waits before it tells the end, and then the end again and again', async () => {
    const inbox = new TextInbox();
    inbox.push('last');
    inbox.end();
    expect(await inbox.read()).toBe('last');
    expect(await inbox.read()).toBeUndefined();
    expect(await inbox.read()).toBeUndefined();
  });

  test('wakes a waiting reader at the end, with its cause', async () => {
    const inbox = new TextInbox();
    const read = inbox.read();
    const cause = new Error('unplugged');
    inbox.end(cause);
    inbox.end();
    await expect(read).rejects.toBe(cause);
  });

  test('ends a read that is aborted, and loses nothing', async () => {
    const inbox = new TextInbox();
    const caller = new AbortController();
    const reason = new Error('enough');
    const read = inbox.read({ signal: caller.signal });
    caller.abort(reason);
    await expect(read).rejects.toBe(reason);
    await expect(inbox.read({ signal: caller.signal })).rejects.toBe(reason);
    inbox.push('kept');
    expect(await inbox.read()).toBe('kept');
  });

  test('loses the oldest characters when nobody reads', async () => {
    const inbox = new TextInbox();
    inbox.push('old');
    inbox.push('x'.repeat(65_536));
    expect(await inbox.read()).toBe('x'.repeat(65_536));
  });

  test('hands out the last 65,536 characters of what nobody read in time', async () => {
    const inbox = new TextInbox();
    for (let i = 0; i < 300_000; i++) inbox.push(i % 2 ? 'a' : 'b');
    const text = await inbox.read();
    expect(text).toHaveLength(65_536);
    expect(text).toMatch(/^(ba)+$/);
  });
});
