/** One demand on an adapter; `run` rejects when it is not met. Hand each to the test runner of your choice. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}

/** Checks `condition`. @throws Error that says what was expected, unless it holds */
export function expectThat(condition: boolean, expectation: string): asserts condition {
  if (!condition) throw new Error(`expected: ${expectation}`);
}

/** Returns the error with which `task` rejects. @throws Error when it does not reject */
export async function rejection(task: Promise<unknown>): Promise<unknown> {
  try {
    await task;
  } catch (error) {
    return error;
  }
  throw new Error('expected: a rejection');
}
