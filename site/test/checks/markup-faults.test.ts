import { expect, test } from 'vitest';
import { markupFaults } from '../../checks/markup-faults.mjs';

test.each([
  ['one\n<T> two', 2, '<T> is no tag that pages have. Expected it as code, for example `<T>`'],
  ['a List<string> here', 1, '<string> is no tag'],
  ['</script>', 1, '</script> is no tag'],
  ['# A <b>bold</b> title', 1, '<b> is no tag'],
  ['<script setup>\nalert(1)\n</script>', 1, '<script setup> is no tag'],
  ['\n\n<img src="a.png" onerror="alert(1)">', 3, 'runs what its attribute onerror says'],
  ['<img :src="a + b">', 1, 'runs what its attribute :src says'],
  ['<img\n  @load="x">', 1, 'runs what its attribute @load says'],
  ['<LiveDemo v-html="x" />', 1, 'runs what its attribute v-html says'],
  ['<img/onerror=alert(1)>', 1, 'runs what its attribute onerror says'],
  ['<img src="a"@load="x">', 1, 'runs what its attribute @load says'],
  ['<a:b @click="x">', 1, '<a:b @click="x"> is no tag'],
  ['<picture>\n<img src="a.png">\n', 1, '<picture> and </picture> do not match'],
  ['a <br', 1, 'is not closed. Expected a > behind it'],
  ['`code` <i', 1, '<i is no tag'],
])('%j is refused in line %i', (text, line, fault) => {
  expect(markupFaults(text)).toContainEqual({ line, fault: expect.stringContaining(fault) });
});

test.each([
  'a < b, 1 <2, <-, a \\<b>, &lt;b>',
  '`<T>`, ``a ` <T>``, `two\nlines <T>`',
  '```html\n<script>{{ 1 }}</script>\n```',
  '- item\n\n  ~~~\n  <T>\n  ~~~',
  '<https://example.org> <me@example.org>',
  '<!-- <T> -->',
  '<picture>\n  <source media="(max-width: 767px)" srcset="a.svg">\n  <img src="b.svg" alt="x">\n</picture><br><LiveDemo />',
])('%j is fine', (text) => {
  expect(markupFaults(text)).toEqual([]);
});
