/** Fields whose value never reaches the log, by the message that they belong to. */
const masked: Readonly<Record<string, readonly string[]>> = {
  CmdSetWifiConfig: ['passphrase'],
  CmdSetThreadConfig: ['dataset'],
};

/** Whether the value of a field is a secret, whoever sends it. */
export function isMasked(message: string, field: string): boolean {
  return Object.hasOwn(masked, message) && (masked[message]?.includes(field) ?? false);
}
