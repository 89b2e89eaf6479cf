/** Characters kept for a reader who is busy or away; a serial line that is not read loses the oldest, too. */
const longestWait = 65_536;

/** Characters that have arrived over a line and wait for their one reader. */
export class TextInbox {
  #text = '';
  #ended: { readonly cause: unknown } | undefined;
  #arrived: () => void = () => undefined;

  /** Adds characters behind those that wait. */
  push(text: string): void {
    this.#text += text;
    // Cut when twice as much has gathered, as each cut copies all of it.
    if (this.#text.length > 2 * longestWait) this.#text = this.#text.slice(-longestWait);
    this.#arrived();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#text = '';
  }

  /** Says that no more will come; with `cause`, why. */
  end(cause?: unknown): void {
    this.#ended ??= { cause };
    this.#arrived();
  }

  /**
   * Returns all characters that wait, at least one; undefined when the line has ended.
   *
   * @throws the cause of the end, and `signal.reason` on abort
   */
  async read({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<string | undefined> {
    signal?.throwIfAborted();
    while (this.#text === '' && !this.#ended) await this.#arrival(signal);
    const text = this.#text.slice(-longestWait);
    this.#text = '';
    if (text !== '') return text;
    if (this.#ended?.cause !== undefined) throw this.#ended.cause;
    return undefined;
  }

  #arrival(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#arrived = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
    });
  }
}
