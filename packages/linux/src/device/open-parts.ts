/** What was opened so far, to be put away in the opposite order. */
export class OpenParts implements AsyncDisposable {
  readonly #parts: AsyncDisposable[] = [];
  #disposal: Promise<void> | undefined;

  /** Notes something that was opened, and returns it. */
  add<T extends AsyncDisposable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  /** Puts everything away, also what comes after something that fails. @throws the first of their errors */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal ??= this.#dispose();
    await this.#disposal;
  }

  async #dispose(): Promise<void> {
    const errors: unknown[] = [];
    for (const part of this.#parts.splice(0).reverse()) {
      try {
        await part[Symbol.asyncDispose]();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
