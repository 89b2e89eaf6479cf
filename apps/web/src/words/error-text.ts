/** What a failure is called, and what to do about it. */
export type ErrorText = readonly [title: string, advice: string];
