import { expect, test } from 'vitest';
import { escapeMarkup } from '../../../scripts/escape-markup.mjs';
import { prose } from '../../wire/html.mjs';

test('Nothing in a text is markup', () => {
  expect(escapeMarkup('<b title="x">&')).toBe('&lt;b title=&quot;x&quot;&gt;&amp;');
  expect(prose('`{"a":1}` and <i>')).toBe('<code>{&quot;a&quot;:1}</code> and &lt;i&gt;');
});
