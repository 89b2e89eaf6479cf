let answered = 0;

/** How many questions this run has had answers to, so that it is known whether there is one to go back to. */
export const questionCount = {
  get answered(): number {
    return answered;
  },
  add(): void {
    answered++;
  },
  /** Forgets the answers beyond the first ones, as their questions are asked again. */
  returnTo(count: number): void {
    answered = Math.max(0, Math.min(answered, count));
  },
};
