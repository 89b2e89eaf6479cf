let answered = 0;

/** How many questions this run has had answers to, so that it is known whether there is one to go back to. */
export const questionCount = {
  get answered(): number {
    return answered;
  },
  add(): void {
    answered++;
  },
  reset(): void {
    answered = 0;
  },
};
