import { expect, test } from 'vitest';
import { hostText, webAddress } from '../../src/screens/web-address.ts';

test('an address of the web is one, and nothing that could run or read', () => {
  expect(webAddress('http://192.168.1.47/')?.href).toBe('http://192.168.1.47/');
  expect(webAddress('https://prov-261fcc.local')?.host).toBe('prov-261fcc.local');
  for (const text of ['javascript:alert(1)', ' javascript:1', 'data:text/html,x', 'file:///etc', 'blob:x', '', '//x']) {
    expect(webAddress(text)).toBeUndefined();
  }
});

test('a host is shown with its end, which says whose it is', () => {
  const text = (url: string) => hostText(new URL(url));
  expect(text('http://192.168.1.47:8080/setup')).toBe('192.168.1.47:8080');
  // Letters that look like others stand as they go to the name server.
  expect(text('https://\u0440aypal.com/')).toBe('xn--aypal-uye.com');
  const long = text(`https://accounts.example.com.${'a.'.repeat(60)}evil.example/`);
  expect(long).toMatch(/^….*evil\.example$/);
  expect(long).toHaveLength(64);
  // What stands before an @ is no host.
  expect(webAddress('https://example.com@evil.example/')).toBeUndefined();
});
