/** What is known of the next step after a failure. */
interface NextStep {
  readonly remedy: string;
  readonly command?: string | undefined;
}

/** Returns what a user of this command does about a failure: the remedy for everybody, then what to type. */
export function whatToDo({ remedy, command }: NextStep): string {
  return command === undefined ? remedy : `${remedy} ${command}`;
}
