import { InvalidArgumentError } from 'commander';

/** Most origins that are taken. */
const mostOrigins = 16;

/** Collects origins of pages, as browsers write them: anything else would never match. */
export function collectOrigin(text: string, others: readonly string[] = []): readonly string[] {
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  const isWhole = origin === text || `${origin}/` === text;
  if (/^https?:\/\//.test(origin) && isWhole && others.length < mostOrigins) return [...others, origin];
  throw new InvalidArgumentError('Expected the origin of a page, for example https://setup.example.');
}
