import { type ExampleWords, failureLine } from './example-words.ts';

/** Words of the example application up to v3.3, which are also those of its README. */
export const oldFailureWords: Partial<ExampleWords> = {
  'auth-error': failureLine('Wi-Fi AP password incorrect'),
  'network-not-found': failureLine('Wi-Fi AP not found'),
};

/** What the example application says when it forgets credentials that failed, in its README. */
export const resetWords: Partial<ExampleWords> = {
  reset: ['info', 'app', 'Failed to connect with provisioned AP, resetting provisioned credentials'],
};

/** The same as v4.3.1 to v5.3.0 spell it. */
export const misspeltResetWords: Partial<ExampleWords> = {
  reset: ['info', 'app', 'Failed to connect with provisioned AP, reseting provisioned credentials'],
};
