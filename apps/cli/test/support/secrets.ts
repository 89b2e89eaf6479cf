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

/** Lines by which a device tells its QR code, secret and all: that is what it is for. */
const qrLines = /QRCODE: \{.*|qrcode\.html\?data=.*|"event":"qr-code".*/g;

/** The secret of Espressif's example at the end of the line by which a virtual device is provisioned, or talked to. */
const publicSecret =
  /(?<=^(?:Provision|Talk to) it with: .*--(?:pop|sec2-pwd) )abcd1234$|(?<=^\{"event":"(?:provisioning|session)-started".*--(?:pop|sec2-pwd) )abcd1234(?="\}$)/gm;

/** The secrets that occur in a text outside of QR codes, as they are or in hexadecimal digits. */
export function leakedSecrets(text: string): string[] {
  const lower = text.replaceAll(qrLines, '').replaceAll(publicSecret, '').toLowerCase();
  return Object.values(secrets).filter(
    (secret) => lower.includes(secret) || lower.includes(Buffer.from(secret).toString('hex')),
  );
}
