import { expect, test } from 'vitest';
import { utf8 } from '../src/bytes.ts';
import { offersSessionOnly } from '../src/session-only.ts';
import { decodeVersionInfo } from '../src/version-info.ts';

const said = (text: string) => decodeVersionInfo(utf8(text));
const setUp = said('{"prov":{"ver":"netprov-v1.2","sec_ver":1,"sec_patch_ver":0,"cap":[]}}');

test.each([
  ['lists no capability', '{"prov":{"ver":"netprov-v1.2","sec_ver":1,"cap":[]}}', true],
  ['lists those of its security alone', '{"prov":{"ver":"netprov-v1.2","sec_ver":1,"cap":["no_pop"]}}', true],
  ['has a vendor’s words beside them', '{"own":{"ver":"1","cap":["wifi_prov"]},"prov":{"ver":"netprov-v1.3"}}', true],
  ['takes Wi-Fi', '{"prov":{"ver":"netprov-v1.2","sec_ver":1,"cap":["wifi_prov","wifi_scan"]}}', false],
  ['takes Thread', '{"prov":{"ver":"netprov-v1.2","sec_ver":2,"cap":["thread_prov"]}}', false],
  ['scans and so provisions', '{"prov":{"ver":"netprov-v1.2","sec_ver":0,"cap":["wifi_scan"]}}', false],
  ['has wifi_provisioning, which never lists it', '{"prov":{"ver":"v1.1","sec_ver":1,"cap":[]}}', false],
  ['has it without a scan, before v3.3', '{"prov":{"ver":"v1.0","cap":["no_sec"]}}', false],
  ['says plain text', 'netprov-v1.2', false],
])('a device that %s is set up: %s is %s', (_, text, expected) => {
  expect(offersSessionOnly(said(text))).toBe(expected);
});

test('endpoints count more than the document', () => {
  expect(offersSessionOnly(setUp, new Set(['proto-ver', 'prov-session', 'lamp']))).toBe(true);
  expect(offersSessionOnly(setUp, new Set(['proto-ver', 'prov-session', 'prov-config']))).toBe(false);
  expect(offersSessionOnly(said('{"prov":{"ver":"v1.1","cap":[]}}'), new Set(['prov-session']))).toBe(false);
});
