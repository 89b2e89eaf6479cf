import { type Log, toHex, utf8 } from '@esp-prov/protocol';

/** Everything that a run lets out: log lines, errors with all that hangs on them, steps. */
export class Collector {
  readonly #texts: string[] = [];

  readonly log: Log = (level, tag, text) => this.#texts.push(`${level} ${tag}: ${text}`);

  /** Takes in whatever a program could print of `value`. */
  take(value: unknown): void {
    this.#texts.push(String(value), printed(value));
  }

  get text(): string {
    return this.#texts.join('\n');
  }

  /** Returns which of the secrets occur: as they are, as hex, in base64 or as a list of bytes. */
  leaked(secrets: readonly string[]): string[] {
    const all = this.text;
    return secrets.filter((secret) => {
      const bytes = utf8(secret);
      const forms = [secret, toHex(bytes), Buffer.from(bytes).toString('base64').replace(/=+$/, ''), bytes.join(',')];
      return forms.some((form) => all.toLowerCase().includes(form.toLowerCase()));
    });
  }
}

/** Returns a value as JSON with the hidden parts of errors, causes included. */
function printed(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Uint8Array) return Array.from(part);
    if (!(part instanceof Error)) return part;
    const { message, stack, cause } = part;
    return { ...part, message, stack, cause };
  });
}
