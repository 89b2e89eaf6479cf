import { sectorSize } from '@esp-prov/nvs';
import { failureOf } from '@esp-prov/testing';
import { factoryImage } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { largestFlashFile, readFlashFile } from '../../../src/virtual/engine/flash-file.ts';

describe('a file with the image of a flash', () => {
  test('is taken as it is', () => {
    const { flash, findings } = readFlashFile(factoryImage());
    expect(Buffer.compare(flash.image(), factoryImage())).toBe(0);
    expect(findings).toEqual([]);
  });

  test('is taken as the beginning of a flash, where it was cut', () => {
    const { flash } = readFlashFile(factoryImage().subarray(0, 0x10001));
    expect(flash.size).toBe(0x11000);
  });

  test('is taken with what is wrong with its settings', () => {
    const image = factoryImage();
    image.fill(0, 0x9000, 0x9000 + sectorSize);
    expect(readFlashFile(image).findings).not.toEqual([]);
  });

  const cut = factoryImage();
  cut.fill(0xff, 0x8000, 0x9000);
  test.each([
    ['nothing', new Uint8Array(0), 'flash/not-bootable'],
    ['text', new TextEncoder().encode('#!/bin/sh\n'.repeat(5000)), 'flash/not-bootable'],
    ['an erased table', cut, 'flash/not-bootable'],
    ['less than a table', factoryImage().subarray(0, 0x7000), 'flash/not-bootable'],
    ['the beginning of a table', factoryImage().subarray(0, 0x8020), 'flash/no-nvs'],
    ['a table without its settings', factoryImage().subarray(0, 0x9000), 'flash/no-nvs'],
    ['more than any flash', new Uint8Array(largestFlashFile + 1), 'flash/not-bootable'],
  ])('is refused if it holds %s', (_, content, code) => {
    expect(failureOf(() => readFlashFile(content)).code).toBe(code);
  });
});
