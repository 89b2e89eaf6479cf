import { expect, test } from 'vitest';
import { tidyMarkdown } from '../../../pages/api/tidy-markdown.mjs';

/** What TypeDoc writes of a method, in short. */
const written = [
  '# @esp-prov/thing',
  '',
  'For tests.',
  '',
  '## Classes',
  '',
  '### Thing {#thing}',
  '',
  'A thing.',
  '',
  '#### Methods',
  '',
  '##### move() {#move}',
  '',
  '> **move**(`way`): `number`',
  '',
  'Moves it, with {{x}}.',
  '',
  '###### Parameters',
  '',
  '###### way',
  '',
  '`string`',
  '',
  'Where to.',
  '',
  '###### Returns',
  '',
  '`number`',
  '',
  'How far.',
  '',
  '###### Implementation of',
  '',
  '`Mover.move`',
  '',
  '#### Example',
  '',
  '```ts',
  '#### no heading {{x}}',
  '```',
].join('\n');

test('small headings become text, and parameters a list', () => {
  expect(tidyMarkdown(written)).toEqual({
    about: 'For tests.',
    body: [
      '## Classes',
      '### Thing {#thing}',
      'A thing.',
      '**Methods**',
      '#### move() {#move}',
      '> **move**(`way`): `number`',
      'Moves it, with {{x}}.',
      '**Parameters**',
      '- way: `string` Where to.',
      '**Returns:** How far.',
      '**Example**',
      '```ts\n#### no heading {{x}}\n```',
    ].join('\n\n'),
  });
});

test('what stands in the signature is not said again', () => {
  const { body } = tidyMarkdown(
    '# a\n\n## Functions\n\n### f() {#f}\n\n> **f**(): `void`\n\n#### Returns\n\n`void`\n\n***\n',
  );
  expect(body).toBe('## Functions\n\n### f() {#f}\n\n> **f**(): `void`');
});
