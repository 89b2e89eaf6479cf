import { expect, test } from 'vitest';
import { webAddress } from '../../src/screens/web-address.ts';

test('an address of the web is one, and nothing that could run or read', () => {
  expect(webAddress('http://192.168.1.47/')?.href).toBe('http://192.168.1.47/');
  expect(webAddress('https://prov-261fcc.local')?.host).toBe('prov-261fcc.local');
  for (const text of ['javascript:alert(1)', ' javascript:1', 'data:text/html,x', 'file:///etc', 'blob:x', '', '//x']) {
    expect(webAddress(text)).toBeUndefined();
  }
});
