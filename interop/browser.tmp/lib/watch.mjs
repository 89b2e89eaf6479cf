/** Waits for conditions, which are looked at whenever `changed` is called. */
export class Watch {
  #checks = new Set();

  changed() {
    for (const check of this.#checks) check();
  }

  /** Waits until `test` returns something instead of undefined, and returns that. */
  until(test, what, patienceMs = 15_000) {
    return new Promise((resolve, reject) => {
      const settle = (action, value) => {
        clearTimeout(timer);
        this.#checks.delete(check);
        action(value);
      };
      const check = () => {
        const found = test();
        if (found !== undefined) settle(resolve, found);
      };
      const timer = setTimeout(
        () => settle(reject, new Error(`not seen in ${patienceMs / 1000} s: ${what}`)),
        patienceMs,
      );
      this.#checks.add(check);
      check();
    });
  }
}

/** Waits until `holds` does, looking again and again. */
export async function until(holds, what, patienceMs = 10_000) {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not seen in ${patienceMs / 1000} s: ${what}`);
}
