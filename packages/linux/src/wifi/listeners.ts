/** Functions that want to hear of something, each until it stops. */
export class Listeners<T> {
  readonly #all = new Set<{ readonly listener: (value: T) => void }>();

  /** Adds `listener`; the returned function takes it away. */
  add(listener: (value: T) => void): () => void {
    const token = { listener };
    this.#all.add(token);
    return () => {
      this.#all.delete(token);
    };
  }

  /** Calls all that listen now. */
  tell(value: T): void {
    for (const { listener } of [...this.#all]) listener(value);
  }

  /** Forgets all of them. */
  clear(): void {
    this.#all.clear();
  }
}
