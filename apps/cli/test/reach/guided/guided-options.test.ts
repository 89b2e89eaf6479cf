import { describe, expect, test } from 'vitest';
import { readUuid } from '../../../src/reach/guided/guided-options.ts';

describe('a UUID as applications show it', () => {
  test.each([
    ['021A9004-0382-4AEA-BFF4-6B3F1C5ADFB4', '021a9004-0382-4aea-bff4-6b3f1c5adfb4'],
    ['FF51', '0000ff51-0000-1000-8000-00805f9b34fb'],
    ['0xff51', '0000ff51-0000-1000-8000-00805f9b34fb'],
    ['y', undefined],
    ['ff5', undefined],
    ['021a9004-0382-4aea-bff4', undefined],
    ['021a900403824aeabff46b3f1c5adfb4', undefined],
    ['', undefined],
  ])('%j is %s', (text, uuid) => {
    expect(readUuid(text)).toBe(uuid);
  });
});
