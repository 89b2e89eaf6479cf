/** Runs a task, and once more if it was wanted meanwhile: however often that is, it runs once at a time. */
export class OneAtATime {
  readonly #task: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #running = false;
  #again = false;

  constructor(task: () => Promise<void>, onError: (error: unknown) => void) {
    this.#task = task;
    this.#onError = onError;
  }

  /** Has the task run now, or after the one that runs. */
  want(): void {
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again) {
      this.#again = false;
      await this.#task().catch(this.#onError);
    }
    this.#running = false;
  }
}
