import { rainmakerUsername } from '@esp-prov/protocol';
import type { Command } from 'commander';
import { makeOutput } from '../../report/output.ts';
import { readQrSource } from './qr-source.ts';

/** How far an option was set by the user: these go before what a QR code says, and the environment does not. */
const explicit = ['cli'];

/**
 * Fills in what the user left out from a QR code: transport, name, secrets. Its security version is the least that is
 * accepted, since a label cannot be changed on the way.
 */
export async function applyQr(source: string, command: Command): Promise<void> {
  const { name, transport, username, pop, security, network, compact } = await readQrSource(source, '--qr');
  const isGiven = (option: string) => explicit.includes(command.getOptionValueSource(option) ?? '');
  const fill = (option: string, value: unknown) => {
    if (value !== undefined && !isGiven(option)) command.setOptionValueWithSource(option, value, 'qr');
  };
  const isAddressed = ['serviceName', 'softapEndpoint', 'bleDevname'].some(isGiven);
  fill('transport', transport);
  const chosen: unknown = command.getOptionValue('transport');
  if (chosen === 'ble' && transport === 'ble' && !isAddressed) fill('serviceName', name);
  fill('pop', pop);
  fill('sec2Username', username);
  // It has no room for the user name, which is the same in all of these devices.
  if (compact) command.setOptionValue('qrUsername', rainmakerUsername);
  // A password that is given demands security 2; a code without user name leaves that to its version.
  const isOfSecurity2 = username !== undefined || isGiven('sec2Username');
  fill(isOfSecurity2 ? 'sec2Pwd' : 'qrSecret', pop);
  // As the code goes before the environment, so does what it leaves open.
  if (!isOfSecurity2 && pop !== undefined && !isGiven('sec2Pwd')) command.setOptionValue('sec2Pwd', undefined);
  if (!isGiven('secVer')) fill('minSecVer', security);
  const output = makeOutput({ json: command.getOptionValue('json') === true });
  // Over the access point the name is no address: it has to be joined, and the device is at the usual one.
  const isToBeJoined = transport === 'softap' && chosen === 'softap' && !isAddressed;
  output.event(
    { event: 'qr', name, transport, security: security ?? null, network: network ?? null },
    isToBeJoined ? `The QR code is of the access point ${name}, which this machine has to be joined to.` : undefined,
  );
}
