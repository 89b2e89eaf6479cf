import type { FlowState, Screen } from '../flow/flow-state.ts';
import { errorWords } from '../words/error-words.ts';
import type { Words } from '../words/words.ts';
import { failedWords } from './failed-words.ts';

/** Whether a screen reports a failure, so that it is announced at once. */
export function isFailure({ name }: Screen): boolean {
  return name === 'failed' || name === 'trouble' || name === 'unknown';
}

/**
 * Returns what to say aloud after a change of state, or undefined for nothing new. The heading of a new screen is read
 * because it receives the focus; this is for what changes on a screen, and for failures.
 */
export function announcement(before: FlowState | undefined, after: FlowState, words: Words): string | undefined {
  const { screen } = after;
  if (before === undefined) return undefined;
  const isNew = topic(before.screen) !== topic(screen);
  switch (screen.name) {
    case 'failed':
      return isNew ? words[failedWords[screen.reason].title] : undefined;
    case 'unknown':
      if (!isNew) return undefined;
      return screen.afterReload ? words.unknownReloadTitle : words.unknownTitle;
    case 'trouble':
      return isNew ? errorWords(words, screen.failure.code)[0] : undefined;
    case 'connecting':
      return { find: words.stepFind, connect: words.stepConnect, read: words.stepRead, secure: words.stepSecure }[
        screen.step
      ];
    case 'joining': {
      const left = screen.attemptsRemaining;
      if (screen.step === 'join' && left !== undefined) return words.attemptsLeft(left);
      return { send: words.stepSend, apply: words.stepApply, join: words.stepJoin }[screen.step];
    }
    case 'networks':
      if (screen.heard.length === 0) return isNew ? words.networksFirst : undefined;
      return wasEmpty(before) ? words.networksStill(screen.heard.length) : undefined;
    default:
      return isNew ? '' : undefined;
  }
}

/** The list is announced once it has something; each scan after that would talk over whoever reads it. */
function wasEmpty({ screen }: FlowState): boolean {
  return screen.name !== 'networks' || screen.heard.length === 0;
}

/** What a screen is about: one failure may follow another on the same screen. */
function topic(of: Screen): string {
  if (of.name === 'trouble') return of.failure.code;
  return of.name === 'failed' ? of.reason : of.name;
}
