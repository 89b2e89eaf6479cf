import { expect, test } from 'vitest';
import { drawBlocks } from '../../blocks/draw-blocks.mjs';

const home = 'docs/guides/page.md';

test.each(['constructor', 'toString', 'js', 'console recording=x'])('a block of %j stays as it is', async (info) => {
  const text = `# A page\n\n\`\`\`${info}\n{{ 1 }} </script>\n\`\`\`\n`;
  expect(await drawBlocks(text, { home })).toBe(text);
});

test.each(['wire no-such', 'wire __proto__', 'wire ../x', 'wire', 'wire-values toString'])(
  'a block of %j is refused by page and line',
  async (info) => {
    await expect(drawBlocks(`# A page\n\n\`\`\`${info}\n\`\`\`\n`, { home })).rejects.toThrow(
      /^docs\/guides\/page\.md:3: No /,
    );
  },
);
