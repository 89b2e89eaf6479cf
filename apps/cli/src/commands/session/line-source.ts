/** Where the lines of a session come from. */
export interface LineSource extends Disposable {
  /** Whether a person types them, who sees what failed and goes on. */
  readonly isTyped: boolean;
  /** Returns the next line without its end; undefined when there are no more. */
  next(): Promise<string | undefined>;
  /** Prints something beside a line that is being typed, which stays as it was. */
  beside(print: () => void): void;
}
