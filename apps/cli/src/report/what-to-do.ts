/** What is known of the next step after a failure. */
interface NextStep {
  readonly remedy: string;
  readonly command?: string | undefined;
}

/** Returns what a user of this command does about a failure: the remedy for everybody, then what to type. */
export function whatToDo({ remedy, command }: NextStep): string {
  return command === undefined ? remedy : `${remedy} ${command}`;
}

/** Returns what to type where virtual Bluetooth was asked for: a list of devices is one of virtual devices then. */
export function nearVirtualDevices(command: string | undefined): string | undefined {
  return command?.replace('esp-prov discover', 'esp-prov discover --ble virtual');
}
