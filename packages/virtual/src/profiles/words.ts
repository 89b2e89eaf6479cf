/** Words of the example application up to v3.3, which are also those of its README. */
export const oldFailureText = {
  'auth-error': 'Wi-Fi AP password incorrect',
  'network-not-found': 'Wi-Fi AP not found',
} as const;

/** Words of the example application since v4.0. */
export const newFailureText = {
  'auth-error': 'Wi-Fi station authentication failed',
  'network-not-found': 'Wi-Fi access-point not found',
} as const;

/** What the example application says when it forgets credentials that failed. */
export const resetText = 'Failed to connect with provisioned AP, resetting provisioned credentials';

/** The same as v4.3.1 to v5.3.0 spell it. */
export const misspeltResetText = 'Failed to connect with provisioned AP, reseting provisioned credentials';
