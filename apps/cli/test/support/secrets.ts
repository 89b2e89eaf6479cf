/** Every secret that the tests use; none may show on a screen. */
export const secrets = {
  pop: 'abcd1234',
  password: 'mypassword',
  wrongPassword: 'wrong-password-1',
  otherWrongPassword: 'wrong-password-2',
  wrongPop: 'dcba4321',
  otherPop: 'label-on-the-box',
  otherPassword: 'espresso!',
  optionLikePassword: '--pass_phrase',
} as const;

/** The secrets that occur in a text, as they are or in hexadecimal digits. */
export function leakedSecrets(text: string): string[] {
  const lower = text.toLowerCase();
  return Object.values(secrets).filter(
    (secret) => lower.includes(secret) || lower.includes(Buffer.from(secret).toString('hex')),
  );
}
