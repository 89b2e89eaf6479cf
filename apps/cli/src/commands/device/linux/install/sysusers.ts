import { serviceUser } from './system-file.ts';

/** Returns the line by which systemd makes the user of the service; with a button it may also read the board's pins. */
export function sysusers({ state, gpio }: { readonly state: string; readonly gpio: boolean }): string {
  const member = gpio ? `m ${serviceUser} gpio\n` : '';
  return `u ${serviceUser} - "Wi-Fi provisioning of this board" ${state}\n${member}`;
}
