import { softApAddress } from '@esp-prov/client';
import { isProvisioningError } from '@esp-prov/protocol';
import { displaySsid } from '../../report/network-table.ts';
import { tellPeople } from '../../terminal/printable.ts';
import type { Choice } from '../../terminal/prompter.ts';
import { choose } from '../../terminal/prompts.ts';
import type { LinkContext } from '../device-link.ts';
import { joinAccessPoint } from '../wifi/join-access-point.ts';
import { askJoinPassword } from '../wifi/join-asked.ts';
import { devicesAmong, listAccessPoints } from '../wifi/list-access-points.ts';
import { probeSoftAp } from './probe-softap.ts';

/** Longest wait in ms for a device after its access point was joined: an address has to be had first. */
const answerMs = 5000;

/**
 * Lets the user join the access point of a device, by this command where it can or else by hand, until a device
 * answers. Returns what puts the old network back; undefined when the user goes back.
 */
export async function joinAndFind({ output, signal }: LinkContext): Promise<(() => Promise<void>) | undefined> {
  tellPeople('Looking for access points of devices …');
  const heard = await listAccessPoints({ signal });
  const devices = devicesAmong(heard.accessPoints ?? []);
  tellPeople('Join the Wi-Fi of the device in the settings of this machine: its name is like PROV_261FCC.');
  const canJoin = process.platform === 'linux' && heard.accessPoints !== undefined;
  // A name that is no text cannot be handed over as an argument.
  const texts = canJoin
    ? devices.map(({ ssid }) => new TextDecoder().decode(ssid)).filter((name) => !name.includes('\ufffd'))
    : [];
  const choices: Choice<string | true | undefined>[] = [
    { value: true, label: 'I have joined it: try again' },
    ...texts.map((name) => ({ value: name, label: `Join ${displaySsid(new TextEncoder().encode(name))} for me` })),
    { value: undefined, label: 'Back' },
  ];
  for (;;) {
    const chosen = await choose('Wi-Fi of the device', choices, '--join');
    if (chosen === undefined) return undefined;
    const close = await joined(chosen, { output, signal });
    if (close && (await probeSoftAp(softApAddress, { ms: answerMs, signal }))) return close;
    if (close) tellPeople(`Nothing answers at ${softApAddress.host}.`);
    await close?.();
    signal.throwIfAborted();
  }
}

/** Joins the access point of that name, unless the user has done it; undefined when that failed, which is printed. */
async function joined(
  chosen: string | true,
  { output, signal }: LinkContext,
): Promise<(() => Promise<void>) | undefined> {
  if (chosen === true) return async () => undefined;
  try {
    return await joinAccessPoint({ ssid: chosen, password: askJoinPassword, output, signal });
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    tellPeople(`${error.message}.`);
    return undefined;
  }
}
