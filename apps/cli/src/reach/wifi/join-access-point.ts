import { randomBytes } from 'node:crypto';
import { type Bytes, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { displaySsid } from '../../report/network-table.ts';
import type { Output } from '../../report/output.ts';
import { tellPeople } from '../../terminal/printable.ts';
import { devicesAmong, failureOf } from './list-access-points.ts';
import { activateConnection, addConnection } from './nmcli-connection.ts';
import { type NmcliAccessPoint, nmcliFields, nmcliList, parseNmcli } from './parse-nmcli.ts';
import { onLeftBehind } from './restore-at-exit.ts';
import { type RunTool, runTool, type ToolEnd } from './run-tool.ts';

/** The access point of a device, and how it is joined. */
export interface JoinOptions {
  readonly ssid: string;
  /** Its password, which then is a demand: no open network of that name is joined; or the question for it where it has one. */
  readonly password: string | (() => Promise<string>);
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly platform?: NodeJS.Platform | undefined;
  readonly run?: RunTool | undefined;
}

/** Longest time for a list, for a join, and for a change of settings, in ms. */
const limits = { list: 20_000, join: 45_000, change: 10_000 } as const;

/** A network that this machine was joined to, and is joined to again. */
interface OldNetwork {
  readonly uuid: string;
  readonly name: string;
}

/**
 * Joins the access point of a device by NetworkManager, and returns what puts the old network back. The settings are
 * kept in memory only, and the route to everything else stays where it is.
 *
 * @throws ProvisioningError `host/wifi-unusable`
 */
export async function joinAccessPoint(options: JoinOptions): Promise<() => Promise<void>> {
  const { ssid, output, signal, platform = process.platform, run = runTool } = options;
  const name = displaySsid(requireName(ssid));
  if (platform !== 'linux') throw unusable('--join works on Linux only, where nmcli joins networks');
  output.event({ event: 'joining', ssid: name }, `Looking for the access point ${name} …`);
  const needsPassword = typeof options.password === 'string';
  const { device, security, isJoined } = await findAccessPoint({ ssid, needsPassword }, run, signal);
  if (isJoined) {
    output.event({ event: 'joined', ssid: name, device, leaves: null }, `This machine is joined to ${name} already.`);
    return async () => undefined;
  }
  const old = await activeNetwork(device, run, signal);
  const password = security === '' ? undefined : requirePassword(await secretOf(options.password));
  const id = `esp-prov-${randomBytes(6).toString('hex')}`;
  const back = async () => {
    if (old) await goBack(old, { device, output, run });
    await run('nmcli', removal(id), { ms: limits.change });
  };
  const leave = onLeftBehind([...(old ? [activation(old, device)] : []), removal(id)], back);
  const text = `Joining ${name} by ${device}${old ? `; ${old.name} is joined again at the end` : ''} …`;
  output.event({ event: 'joined', ssid: name, device, leaves: old?.name ?? null }, text);
  try {
    await addConnection({ id, device, ssid, security, hasPassword: password !== undefined }, async (args) =>
      requireDone(await run('nmcli', args, { ms: limits.change, signal }), `${name} cannot be joined`),
    );
    await activateConnection({ id, password }, async (args) =>
      requireDone(await run('nmcli', args, { ms: limits.join, signal }), `${name} cannot be joined`),
    );
    return leave;
  } catch (error) {
    await leave();
    throw error;
  }
}

/** @throws ProvisioningError `host/wifi-unusable` where it is not heard, or has no password and needs one */
async function findAccessPoint(
  { ssid, needsPassword }: { readonly ssid: string; readonly needsPassword: boolean },
  run: RunTool,
  signal: AbortSignal,
): Promise<NmcliAccessPoint> {
  const end = await run('nmcli', nmcliList, { ms: limits.list, signal });
  const heard = parseNmcli(requireDone(end, 'the access points cannot be listed'));
  const wanted = Buffer.from(utf8(ssid));
  const named = heard.filter((each) => wanted.equals(each.ssid));
  const [found] = named
    .filter(({ security }) => !needsPassword || security !== '')
    .sort((one, other) => Number(other.isJoined) - Number(one.isJoined) || (other.signal ?? -1) - (one.signal ?? -1));
  if (found) return found;
  // Anybody can run an open network of that name.
  if (named.length > 0) throw unusable(`${displaySsid(wanted)} is heard without a password only, and one was given`);
  const others = devicesAmong(heard).slice(0, 8);
  const told = others.map((each) => displaySsid(each.ssid)).join(', ');
  throw unusable(`no access point ${displaySsid(utf8(ssid))} is heard; devices that are heard: ${told || 'none'}`);
}

/** Returns the network of an interface before it joins another one. */
async function activeNetwork(device: string, run: RunTool, signal: AbortSignal): Promise<OldNetwork | undefined> {
  const args = ['--terse', '--escape', 'yes', '--fields', 'UUID,DEVICE,NAME', 'connection', 'show', '--active'];
  const end = await run('nmcli', args, { ms: limits.change, signal });
  const lines = requireDone(end, 'the networks of this machine cannot be listed').toString('utf8').split('\n');
  for (const line of lines.slice(0, 1000)) {
    const [uuid = '', its, ...name] = nmcliFields(line);
    if (its === device && /^[0-9a-f-]{36}$/i.test(uuid)) return { uuid, name: name.join(':').slice(0, 64) };
  }
  return undefined;
}

async function goBack(
  old: OldNetwork,
  { device, output, run }: { readonly device: string; readonly output: Output; readonly run: RunTool },
): Promise<void> {
  const failure = failureOf(await run('nmcli', activation(old, device), { ms: limits.join }));
  // On stderr in any case: the result, which is the last line for programs, has been printed.
  if (failure !== undefined) {
    const byHand = `nmcli connection up uuid ${old.uuid}`;
    tellPeople(`warning: ${old.name} was not joined again: nmcli ${failure}. By hand: ${byHand}`);
  } else if (!output.json) tellPeople(`This machine is joined to ${old.name} again.`);
}

function activation({ uuid }: OldNetwork, device: string): string[] {
  return ['--wait', '40', 'connection', 'up', 'uuid', uuid, 'ifname', device];
}

function removal(id: string): string[] {
  return ['--wait', '5', 'connection', 'delete', 'id', id];
}

/** Returns the output of a program that has done its work. */
function requireDone(end: ToolEnd, what: string): Buffer {
  const failure = failureOf(end);
  if (failure !== undefined) throw unusable(`${what}: nmcli ${failure}`);
  return end.kind === 'ended' ? end.stdout : Buffer.alloc(0);
}

async function secretOf(password: JoinOptions['password']): Promise<string> {
  return typeof password === 'string' ? password : await password();
}

/** nmcli reads a file of lines, and where one is no password its error quotes it. */
function requirePassword(password: string): string {
  if (!/\p{Cc}/u.test(password)) return password;
  const why = '--join-password holds a line end or another control character, which no password of a network has';
  throw new ProvisioningError('usage/invalid-option', why);
}

function requireName(ssid: string): Bytes {
  const bytes = utf8(ssid);
  if (bytes.length > 0 && bytes.length <= 32 && !ssid.includes('\0')) return bytes;
  throw new ProvisioningError('usage/invalid-option', '--join takes a name of 1 to 32 bytes, for example PROV_261FCC');
}

function unusable(why: string): ProvisioningError {
  return new ProvisioningError('host/wifi-unusable', why);
}
