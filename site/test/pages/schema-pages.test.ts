import { describe, expect, test } from 'vitest';
import {
  membersOf,
  ownLinesOf,
  schemaNames,
  sharedLine,
  sharedLinesOf,
  sharedNames,
} from '../../../scripts/json-facts.mjs';
import { commandPages } from '../../pages/command-pages.mjs';
import { described, schemaPages } from '../../pages/schema-pages.mjs';

const made = new Map((await schemaPages.make()).map((page) => [page.path, page.text]));
const common = made.get('reference/json/common.md') ?? '';

describe('the pages of the schemas', () => {
  test('show what would be a tag', () => {
    expect(described('a <b> `<c>`')).toBe('a &lt;b> `<c>`');
  });

  test('describe every line of every command, there or among the shared ones', () => {
    for (const name of schemaNames) {
      const text = made.get(`reference/json/${name}.md`) ?? '';
      for (const [key, schema] of ownLinesOf(name)) {
        expect(text).toContain(` {#${key}}\n`);
        for (const member of membersOf(schema)) expect(text).toContain(`\n- \`${member.key}\` (`);
      }
      for (const key of sharedLinesOf(name)) expect(text).toContain(`](./common.md#${key}): `);
    }
    for (const key of sharedNames) {
      expect(common).toContain(` {#${key}}\n`);
      for (const member of membersOf(sharedLine(key))) expect(common).toContain(`\n- \`${member.key}\` (`);
    }
  });

  test('show the file of the schema itself, and say first for whom they are', () => {
    for (const [path, text] of made) {
      expect(text).toMatch(/^# .*\n\nFor /);
      expect(text).toMatch(/```json\n\{\n {2}"\$schema"/);
      expect(path).not.toMatch(/[^\w./-]/);
    }
  });

  test('stand behind every command', async () => {
    const commands = (await commandPages.make()).filter(({ text }) => text.startsWith('# esp-prov '));
    for (const { text } of commands) {
      const [, name = ''] = /\]\(.*json\/([\w-]+)\.md\)/.exec(text) ?? [];
      expect(made.has(`reference/json/${name}.md`)).toBe(true);
    }
    expect(commands).toHaveLength(schemaNames.length);
  });
});
