import { generateNvsImage, type NvsRow, readNvs } from '@esp-prov/nvs';
import { toHex } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { findVerifiers } from '../../src/flash/find-verifiers.ts';

const blob = (key: string, bytes: number): NvsRow => ({
  key,
  type: 'data',
  encoding: 'hex2bin',
  value: toHex(new Uint8Array(bytes).fill(7)),
});
const namespace = (key: string): NvsRow => ({ key, type: 'namespace', encoding: '', value: '' });

const found = (...rows: readonly NvsRow[]) => findVerifiers(readNvs(generateNvsImage(rows, { size: 0x10000 })));

describe('salts and verifiers', () => {
  test('are found in every namespace, and under other names', () => {
    const pairs = found(
      namespace('prov'),
      blob('sec2_salt', 16),
      blob('sec2_verifier', 384),
      namespace('local_ctrl'),
      blob('sec2_verifier', 383),
      blob('sec2_salt', 16),
      blob('salt', 32),
      blob('verifier', 384),
    );
    expect(pairs.map((each) => [each.namespace, each.saltKey, each.verifierKey, each.pair.verifier.length])).toEqual([
      ['prov', 'sec2_salt', 'sec2_verifier', 384],
      ['local_ctrl', 'sec2_salt', 'sec2_verifier', 383],
      ['local_ctrl', 'salt', 'verifier', 384],
    ]);
  });

  test('of two namespaces make no pair, and neither do halves, other types and lengths that none has', () => {
    const text: NvsRow = { key: 'salt', type: 'data', encoding: 'string', value: 'x' };
    expect(found(namespace('a'), blob('sec2_salt', 16), namespace('b'), blob('sec2_verifier', 384))).toEqual([]);
    expect(found(namespace('a'), text, blob('verifier', 384))).toEqual([]);
    expect(found(namespace('a'), blob('salt', 16), blob('verifier', 385))).toEqual([]);
    expect(found(namespace('a'), blob('salt', 257), blob('verifier', 384))).toEqual([]);
  });

  test('are looked at up to a number', () => {
    const rows = ['a', 'b', 'c'].flatMap((name) => [namespace(name), blob('salt', 1), blob('verifier', 1)]);
    const nvs = readNvs(generateNvsImage(rows, { size: 0x10000 }));
    expect(findVerifiers(nvs, 2)).toHaveLength(2);
  });
});
