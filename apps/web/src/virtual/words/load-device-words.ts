import type { DeviceWords } from './device-words.ts';
import { en } from './en.ts';

/** Languages that are loaded on demand. `ar-XB` is the pseudo-locale from the right, as in the flow. */
const others: ReadonlyMap<string, () => Promise<DeviceWords>> = new Map([
  ['de', () => import('./de.ts').then(({ de }) => de)],
  ['ar-XB', async () => mirrored(en)],
]);

/** Returns the words of the first language that there is, English if there is none of them. */
export async function loadDeviceWords(...tags: readonly string[]): Promise<DeviceWords> {
  for (const tag of tags) {
    const language = tag.split('-')[0]?.toLowerCase() ?? '';
    if (language === 'en') return en;
    const load = others.get(tag) ?? others.get(language);
    if (load) return await load().catch(() => en);
  }
  return en;
}

/** Every text in brackets and a third longer, set from the right: what is still plain does not come from the catalogue. */
function mirrored(words: DeviceWords): DeviceWords {
  const texts = Object.entries(words).map(([key, text]) => [key, `[${text}${'~'.repeat(Math.ceil(text.length / 3))}]`]);
  return { ...(Object.fromEntries(texts) as unknown as DeviceWords), lang: 'en-x-pseudo', dir: 'rtl' };
}
