import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCsv } from '../../src/csv/format-csv.ts';
import { parseCsv } from '../../src/csv/parse-csv.ts';
import { nvsFailure } from '../support/nvs-failure.ts';

const fields = (text: string, options = {}): readonly (readonly string[])[] =>
  parseCsv(text, options).map((record) => record.fields);

test('Quotes are read as Python reads them', () => {
  expect(fields('a,"b,c","d ""e""",f "g"\n')).toEqual([['a', 'b,c', 'd "e"', 'f "g"']]);
  expect(fields('"a"b,""\n')).toEqual([['ab', '']]);
  expect(fields('"a\nb",c\r\nd\re')).toEqual([['a\nb', 'c'], ['d'], ['e']]);
  expect(nvsFailure(() => parseCsv('a\n\nb,"c\n'))).toMatchObject({ rule: 'quote', line: 3 });
});

test('Comments count only where they are asked for, and never within quotes', () => {
  expect(fields('#a\n\n  \n"b\n#c"\n', { comments: true })).toEqual([['b\n#c']]);
  expect(fields('#a\n')).toEqual([['#a']]);
});

test('A record says on which line it begins', () => {
  expect(parseCsv('\na\n"b\n\nc"\n\nd').map(({ line }) => line)).toEqual([2, 3, 7]);
});

test('Records survive being written', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '#', ' ', 'é') });
  const record = fc.array(field, { minLength: 1, maxLength: 4 }).filter((all) => all.join(',').trim() !== '');
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), (records) => {
      expect(fields(formatCsv(records))).toEqual(records);
    }),
    { numRuns: 200 },
  );
});

test('Records and fields beyond any use are refused before they take memory', () => {
  expect(nvsFailure(() => parseCsv(`a\n${','.repeat(20_000)}`))).toMatchObject({ rule: 'fields', line: 2 });
  expect(nvsFailure(() => parseCsv('a\n'.repeat(500_001)))).toMatchObject({ rule: 'records', line: 500_001 });
});
