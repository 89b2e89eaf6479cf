import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { linksOf, tryLinks } from '../../src/run/try-link.ts';

const nothing = { ip4: undefined, nextUrl: undefined, hostName: undefined };

test('a page that the device names comes first, then its name, then its address', () => {
  expect(linksOf({ ip4: '192.168.1.4', nextUrl: 'http://lamp.local/setup?x=1', hostName: 'PROV-1' })).toEqual([
    'http://lamp.local/setup?x=1',
    'http://192.168.1.4/setup?x=1',
    'http://prov-1.local/',
    'http://192.168.1.4/',
  ]);
  expect(linksOf({ ...nothing, hostName: 'no name/..' })).toEqual([]);
  expect(linksOf({ ...nothing, ip4: '192.168.1.4', nextUrl: 'https://example.com/' })).toEqual([
    'https://example.com/',
    'http://192.168.1.4/',
  ]);
});

function tried(urls: readonly string[], answers: (url: string) => Promise<unknown>) {
  const clock = manualClock();
  const asked: string[] = [];
  const fetch = (url: string) => {
    asked.push(url);
    return answers(url);
  };
  return {
    asked,
    result: clock.run(tryLinks(urls, { fetch, clock, signal: new AbortController().signal })),
  };
}

test('the first of them that answers is taken, whatever the others do', async () => {
  const urls = ['http://a.local/', 'http://10.0.0.2/', 'http://172.16.3.4/'];
  const { result } = tried(urls, async (url) => {
    if (url.includes('.local')) return await new Promise(() => undefined);
    if (url.includes('172')) return undefined;
    throw new TypeError('Failed to fetch');
  });
  expect(await result).toBe('http://172.16.3.4/');
});

test('one that answers waits for none behind it, and ends the question to them', async () => {
  const clock = manualClock();
  let isEnded = false;
  const fetch = async (url: string, { signal }: RequestInit) => {
    if (url.includes('.local')) return undefined;
    return await new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        isEnded = true;
        reject(signal.reason);
      });
    });
  };
  const { signal } = new AbortController();
  const url = await tryLinks(['http://a.local/', 'http://10.0.0.2/'], { fetch, clock, signal });
  expect(url).toBe('http://a.local/');
  expect(isEnded).toBe(true);
});

test('nothing outside of the house is asked', async () => {
  const outside = [
    'https://example.com/',
    'http://example.com/',
    'http://8.8.8.8/',
    'http://172.32.0.1/',
    'http://192.168.1.4.example.com/',
    'http://evil.com#.local/',
    'http://a.b.local/',
    'http://[fe80::1]/',
    // Programs of the person's own computer, which a device could not reach itself.
    'http://127.0.0.1:8080/quit',
    'http://127.1/',
    'http://0x7f000001/',
    'http://localhost/',
    'http://[::1]/',
    'http://0.0.0.0/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'no url',
  ];
  const { asked, result } = tried(outside, async () => undefined);
  expect(await result).toBeUndefined();
  expect(asked).toEqual([]);
});
