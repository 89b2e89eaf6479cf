import { sentence } from '../parts/sentence.ts';
import type { TextKey, Words } from '../words/words.ts';
import type { ScreenOf } from './screen-context.ts';

/** What a failed join is called. */
interface FailedWords {
  readonly title: TextKey;
  readonly lead: TextKey;
  readonly reason: TextKey;
  /** The name that the protocol has for it. */
  readonly protocol?: string;
}

/** Words by what the device reported; "auth error" does not prove a wrong password. */
export const failedWords: Readonly<Record<ScreenOf<'failed'>['reason'], FailedWords>> = {
  'auth-error': { title: 'authTitle', lead: 'authLead', reason: 'reasonAuth', protocol: 'AuthError' },
  'network-not-found': {
    title: 'notFoundTitle',
    lead: 'notFoundLead',
    reason: 'reasonNotFound',
    protocol: 'NetworkNotFound',
  },
  'no-address': { title: 'noAddressTitle', lead: 'noAddressLead', reason: 'reasonNoAddress' },
  unknown: { title: 'joinUnknownTitle', lead: 'joinUnknownLead', reason: 'reasonUnknown' },
  disconnected: { title: 'droppedTitle', lead: 'joinUnknownLead', reason: 'reasonDropped', protocol: 'Disconnected' },
  timeout: { title: 'timeoutTitle', lead: 'timeoutLead', reason: 'notReported' },
};

/** Returns a piece of evidence as a sentence, in the language of the page where it has one. */
export function findingSentence({ kind, text }: { kind: string; text: string }, words: Words): string {
  if (Object.hasOwn(words.findings, kind)) return words.findings[kind] ?? '';
  return sentence(text);
}
