import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const guides = fileURLToPath(new URL('../../docs/guides', import.meta.url));
const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** What is wrong with the programs of a guide: each is a part of an example, and the parts stand in its order. */
function complaints(page: string, text: string, exampleOf: (name: string) => string): string[] {
  const reached = new Map<string, number>();
  const blocks = text.matchAll(/^```(?:js|mjs|javascript|html)(?: example=(\S+))?(?: [^\n]*)?\n(.*?)^```$/gms);
  return [...blocks].flatMap(({ 1: name, 2: code = '', index }) => {
    const place = `${page}:${text.slice(0, index).split('\n').length}`;
    if (name === undefined) return [`${place}: names no example`];
    const start = exampleOf(name).indexOf(code, reached.get(name) ?? 0);
    if (start === -1) return [`${place}: is no part of examples/${name}, or stands before an earlier one`];
    reached.set(name, start + code.length);
    return [];
  });
}

describe('Programs of the guides', () => {
  test('are parts of the examples, which are run against the packed packages', () => {
    const pages = readdirSync(guides).filter((name) => name.endsWith('.md'));
    const told = pages.flatMap((page) =>
      complaints(page, readFileSync(`${guides}/${page}`, 'utf8'), (name) =>
        readFileSync(`${examples}/${name.includes('.') ? name : `${name}.mjs`}`, 'utf8'),
      ),
    );
    expect(pages).toContain('app-in-node.md');
    expect(told).toEqual([]);
  });

  test('that differ from their example are noticed', () => {
    const example = () => 'const one = 1;\nconst two = 2;\nconst three = 3;\n';
    const page = (...parts: string[]) => parts.map((part) => `\`\`\`js example=x\n${part}\n\`\`\`\n`).join('\n');
    expect(complaints('page', page('const one = 1;', 'const two = 2;\nconst three = 3;'), example)).toEqual([]);
    expect(complaints('page', page('const one = 2;'), example)).toEqual([
      expect.stringContaining('page:1: is no part'),
    ]);
    expect(complaints('page', page('const two = 2;', 'const one = 1;'), example)).toEqual([
      expect.stringContaining('page:5: is no part'),
    ]);
    expect(complaints('page', '```js\nconst one = 1;\n```\n', example)).toEqual(['page:1: names no example']);
    expect(complaints('page', '```json\n{}\n```\n', example)).toEqual([]);
  });
});
