import { expect, test } from 'vitest';
import { escapeHtml, prose } from '../../wire/html.mjs';

test('Nothing in a text is markup, or a template of the site', () => {
  expect(escapeHtml('<b title="x">&{{ 1 + 1 }}')).toBe('&lt;b title=&quot;x&quot;&gt;&amp;&#123;&#123; 1 + 1 }}');
  expect(prose('`{"a":{{}}}` and <i>')).toBe('<code>{&quot;a&quot;:&#123;&#123;}}}</code> and &lt;i&gt;');
});
