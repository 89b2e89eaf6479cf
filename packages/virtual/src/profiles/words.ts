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
