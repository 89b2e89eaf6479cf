import { expect, test } from 'vitest';
import { keepBracesPlain } from '../../sources/plain-braces.mjs';

test('braces of a page are text, in prose, in tags and in code', () => {
  const md = { renderer: { render: (text: string) => text } };
  keepBracesPlain(md);
  const html = md.renderer.render('<p title="{{ a }}">{{ b }} {{{ c }}}</p><pre>{{</pre>');
  expect(html).not.toContain('{{');
  expect(html.replaceAll('&#123;', '{')).toBe('<p title="{{ a }}">{{ b }} {{{ c }}}</p><pre>{{</pre>');
});
