import { foreignText, type Log } from '@esp-prov/protocol';
import type { GuardedProgram, Programs } from '../programs/programs.ts';
import { parseSubnet } from './subnet.ts';

/** Where clients of an access point get their addresses and names from. */
export interface NameServerOptions {
  readonly interfaceName: string;
  /** Address of the board with the length of its prefix, such as `192.168.4.1/24`. */
  readonly address: string;
  /** Port of the name service; default 53. */
  readonly port?: number | undefined;
  readonly programs: Programs;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
}

const dnsmasq = { program: 'dnsmasq', debianPackage: 'dnsmasq-base' };

/** Passes where dnsmasq can be run. @throws ProvisioningError `board/program-missing`, `board/program-failed` */
export async function requireNameServer(programs: Programs, signal?: AbortSignal): Promise<void> {
  await programs.run({ ...dnsmasq, arguments: ['--version'], signal });
}

/**
 * Starts the server of addresses and names in an access point: every name is the board, so that a phone that looks for the
 * Internet finds the page.
 *
 * @throws ProvisioningError `board/program-missing`, `board/program-failed`; the reason of the signal
 */
export async function startNameServer({
  programs,
  log,
  signal,
  ...options
}: NameServerOptions): Promise<GuardedProgram> {
  return await programs.guard({
    ...dnsmasq,
    arguments: nameServerArguments(options),
    ready: /\bstarted, version\b/,
    onLine: (line) => log('debug', 'dnsmasq', foreignText(line, 200)),
    signal,
  });
}

/** Returns the arguments of dnsmasq: all of them, as no file of the system is read. */
export function nameServerArguments({
  interfaceName,
  address,
  port = 53,
}: Pick<NameServerOptions, 'interfaceName' | 'address' | 'port'>): string[] {
  const { address: own, netmask, first, last } = parseSubnet(address);
  return [
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--log-facility=-',
    '--pid-file=',
    // This access point alone: neither the loopback of the board nor another interface.
    `--interface=${interfaceName}`,
    '--except-interface=lo',
    '--bind-interfaces',
    `--port=${port}`,
    // No question is ever handed on, and no name of the board's own files is told.
    '--no-resolv',
    '--no-hosts',
    '--no-poll',
    '--cache-size=0',
    `--address=/#/${own}`,
    // A question for anything else, such as an IPv6 address, is answered with nothing: phones shun a server that refuses.
    '--local=/#/',
    // No client names another one.
    '--dhcp-ignore-names',
    // What asks for an address that it had from another device of this address gets one at once.
    '--dhcp-authoritative',
    `--dhcp-range=${first},${last},${netmask},1h`,
    '--leasefile-ro',
    // A look whether an address is free by a ping would need CAP_NET_RAW.
    '--no-ping',
    // No router: the board leads nowhere, also where it forwards packets for others.
    '--dhcp-option=option:router',
    `--dhcp-option=option:dns-server,${own}`,
  ];
}
