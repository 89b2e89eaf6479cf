import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decryptImage } from '../../src/encryption/encrypt-image.ts';
import { xtsEntryCipher } from '../../src/encryption/xts-entry-cipher.ts';
import { generateMfgDevices, type MfgDevice, type MfgOptions } from '../../src/mfg/generate-devices.ts';
import { parseMfgConfig } from '../../src/mfg/mfg-config.ts';
import { parseMfgValues } from '../../src/mfg/mfg-values.ts';
import { firstDifference } from '../support/first-difference.ts';
import { nvsFailure, orNvsError } from '../support/nvs-failure.ts';
import { vectorNames, vectorText } from '../support/vector-texts.ts';
import { vector } from '../support/vectors.ts';

const config = vectorText('mfg/config.csv');
const values = vectorText('mfg/values.csv');
const vendor: MfgOptions = { prefix: 'dev', fileId: 'serial', prefixNumber: { start: 7, digits: 3 }, size: 0x6000 };

function make(configText: string, valuesText: string, options: Partial<MfgOptions> = {}): readonly MfgDevice[] {
  return [
    ...generateMfgDevices(parseMfgConfig(configText), parseMfgValues(valuesText), {
      prefix: 'd',
      size: 0x3000,
      ...options,
    }),
  ];
}

test('The devices are those of mfg_gen, byte for byte', () => {
  const devices = make(config, values, vendor);
  expect(devices.map(({ name }) => `${name}.bin`)).toEqual(vectorNames('mfg/out/bin'));
  for (const { name, csv, image } of devices) {
    expect(csv).toBe(vectorText(`mfg/out/csv/${name}.csv`));
    expect(firstDifference(image, vector(`mfg/out/bin/${name}.bin`))).toBe(undefined);
  }
});

test('Each device can have keys of its own, or all the same', () => {
  let calls = 0;
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(++calls);
  const plain = make(config, values, vendor);
  const own = make(config, values, { ...vendor, encryption: { random } });
  own.forEach(({ image, keys }, i) => {
    expect(keys?.dataKey[0]).toBe(2 * i + 1);
    if (keys)
      expect(firstDifference(decryptImage(image, xtsEntryCipher(keys)), plain[i]?.image ?? image)).toBe(undefined);
  });
  const keys = { dataKey: new Uint8Array(32).fill(1), tweakKey: new Uint8Array(32).fill(2) };
  expect(
    firstDifference(
      make(config, values, { ...vendor, encryption: { keys } })[0]?.image ?? keys.dataKey,
      own[0]?.image ?? keys.dataKey,
    ),
  ).toBe(undefined);
});

test('A key may repeat the value of the first device, and stand in several namespaces', () => {
  const devices = make(
    'a,namespace,\n# note\n\nk,data,i16,REPEAT\nb,namespace,\nk,data,blob_fill(4;0x00)\n',
    'x,k,k\n,1,p\n,2,q\n',
  );
  expect(devices.map(({ name }) => name)).toEqual(['d-1', 'd-2']);
  expect(devices[1]?.csv).toBe(
    'key,type,encoding,value\r\na,namespace,,\r\nk,data,i16,1\r\nb,namespace,,\r\nk,data,blob_fill(4;0x00),q\r\n',
  );
});

describe('Refused', () => {
  const good = 'n,namespace,\na,data,u8\nb,data,u8\n';
  test.each([
    ['empty', '', 'a\n1'],
    ['type', 'n,space,', 'a\n1'],
    ['encoding', 'n,namespace,\na,data,U8', 'a\n1'],
    ['fields', 'n,namespace,\na,data,u8,AGAIN', 'a\n1'],
    ['fields', good, 'a,b\n1,2\n3'],
    ['empty', good, 'a,b\n'],
    ['columns', good, 'a\n1'],
    ['columns', good, 'b,a\n1,2'],
    ['file-id', good, 'a,b\n1,2'],
    ['file-id', good, 'a,b,id\n1,2,x\n1,2,x'],
    ['file-id', good, 'a,b,id\n1,2,../x'],
    ['file-id', good, 'a,b,id\n1,2,..'],
    ['range', good, 'a,b,id\n1,2,x\n1,256,y'],
  ])('%s', (rule, configText, valuesText) => {
    expect(nvsFailure(() => make(configText, valuesText, { fileId: 'id' }))).toMatchObject({
      code: 'csv/invalid',
      rule,
    });
  });

  test('A wrong value is named by its line, after the devices before it', () => {
    const made: string[] = [];
    const failure = nvsFailure(() => {
      const devices = generateMfgDevices(parseMfgConfig(good), parseMfgValues('a,b\n1,2\n1,\n'), {
        prefix: 'd',
        size: 0x3000,
      });
      for (const { name } of devices) made.push(name);
    });
    expect(made).toEqual(['d-1']);
    expect(failure).toMatchObject({ line: 3, rule: 'integer' });
  });

  test('Any texts are devices or refused by name', () => {
    const part = fc.constantFrom(',', '\n', 'a', 'n', 'namespace', 'data', 'file', 'u8', 'string', 'REPEAT', '"', '1');
    const text = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (configText, valuesText) => {
        orNvsError(() => make(configText, valuesText));
      }),
      { numRuns: 150 },
    );
  });
});

test('Hundreds of devices are made, one by one', () => {
  const lines = Array.from({ length: 200 }, () => values.split('\n')[1]);
  const many = parseMfgValues([values.split('\n')[0], ...lines].join('\n'));
  const made = [...generateMfgDevices(parseMfgConfig(config), many, { prefix: 'd', size: 0x6000 })];
  expect(made.map(({ name }) => name)).toEqual(lines.map((_, i) => `d-${i + 1}`));
});
