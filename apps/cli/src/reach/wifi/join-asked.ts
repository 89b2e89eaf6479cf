import { askSecret } from '../../terminal/prompts.ts';
import type { LinkContext } from '../device-link.ts';
import type { ReachOptions } from '../reach-options.ts';
import { joinAccessPoint } from './join-access-point.ts';

/** Asks for the password of an access point that has one. */
export async function askJoinPassword(): Promise<string> {
  return await askSecret('Password of the access point', '--join-password');
}

/** Joins the access point that the options name; returns what puts the old network back. */
export async function joinAsked(
  { join: ssid = '', joinPassword }: ReachOptions,
  { output, signal }: LinkContext,
): Promise<() => Promise<void>> {
  const password = joinPassword || askJoinPassword;
  return await joinAccessPoint({ ssid, password, output, signal });
}
