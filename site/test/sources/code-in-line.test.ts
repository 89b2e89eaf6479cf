import { expect, test } from 'vitest';
import { keepCodeTogether } from '../../sources/code-in-line.mjs';

test('options stay in one piece, and long names may break', () => {
  const long = 'a/'.repeat(20);
  const rendered = `<code v-pre>npm install --global x &lt;a-b&gt; ${long}</code>`;
  const md = { renderer: { rules: { code_inline: () => rendered } } };
  keepCodeTogether(md);
  expect(md.renderer.rules.code_inline()).toBe(
    `<code v-pre>npm install <span class="whole">--global</span> x <span class="whole">&lt;a-b&gt;</span> ${long}</code>`,
  );
});
