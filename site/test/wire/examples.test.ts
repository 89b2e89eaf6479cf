import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allExamples } from '../../wire/all-examples.mjs';
import { drawExample } from '../../wire/draw-example.mjs';
import { requireRecorded } from '../../wire/vector.mjs';
import { requireCovered } from '../../wire/wire-example.mjs';

const examples = await allExamples();
const docs = fileURLToPath(new URL('../../../docs', import.meta.url));

/** The names behind all fences `wire` of the pages. */
function shownNames(): string[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => [...readFileSync(join(docs, name), 'utf8').matchAll(/^```wire (\S+)$/gm)])
    .map(([, name = '']) => name);
}

test('every name stands once, and every example on a page', () => {
  const names = examples.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect([...new Set(shownNames())].toSorted()).toEqual(names.toSorted());
});

describe.each(examples)('the example $name', (example) => {
  test('has a field for every byte', () => {
    expect(requireCovered(example)).toBe(example);
  });

  test('has the bytes that Espressif’s code made, or the reason why there are none', () => {
    expect(() => requireRecorded(example)).not.toThrow();
  });

  test('shows another byte as a difference', () => {
    if ('none' in example.vector) return;
    const bytes = Uint8Array.from(example.bytes);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => requireRecorded({ ...example, bytes })).toThrow(
      `Example ${example.name}, offset ${bytes.length - 1}: byte `,
    );
  });

  test('is drawn with all of its bytes', () => {
    const digits = Buffer.from(example.bytes).toString('hex');
    expect(drawExample(example)).toContain(`\n\`\`\`txt\n${digits}\n\`\`\`\n`);
  });
});
