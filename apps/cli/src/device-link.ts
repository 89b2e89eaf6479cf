import { type OpenTransport, Provisioner, type Transport } from '@esp-prov/client';
import type { DeviceOptions } from './device-options.ts';
import { encodeArgument } from './encode-argument.ts';
import { type LinkContext, linkKinds, requireFitting } from './link-kinds.ts';
import { askSecret, askText, isInteractive } from './prompts.ts';
import { serviceName } from './service-name.ts';
import { tracedTransport } from './traced-transport.ts';

/** A way to one device, and what is told of it. */
export interface DeviceLink extends Transport {
  /** Where the service is, as it is told to people. */
  readonly address: string;
  /** Whether a person carries the messages, so that nothing happens quickly. */
  readonly byHand: boolean;
  /** Connects anew after a lost link, where that may mend it. */
  readonly reopen: OpenTransport | undefined;
}

/** The way to the device that the options ask for, telling every exchange where that is wanted. */
export async function openTransport(options: DeviceOptions, context: LinkContext): Promise<DeviceLink> {
  requireFitting(options);
  for (const option of serviceName(options).ignored) {
    const text = `${option} means nothing to --transport ${options.transport} and is ignored`;
    context.output.event({ event: 'warning', option, text }, `warning: ${text}`);
  }
  const opened = await linkKinds[options.transport](options, context);
  const traced = (inner: Transport) => (options.verbose ? tracedTransport(inner, context.output) : inner);
  const transports = [traced(opened.transport)];
  const [transport] = transports as [Transport];
  const { reopen } = opened;
  return {
    kind: transport.kind,
    maxRequest: transport.maxRequest,
    endpoints: transport.endpoints,
    lost: transport.lost,
    address: opened.address,
    byHand: opened.byHand ?? false,
    reopen:
      reopen &&
      (async (call) => {
        const again = traced(await reopen(call));
        transports.push(again);
        return again;
      }),
    exchange: (endpoint, request, call) => transport.exchange(endpoint, request, call),
    async [Symbol.asyncDispose]() {
      for (const each of transports) await each[Symbol.asyncDispose]();
      await opened.close?.();
    },
  };
}

/** Opens `link` as it stands, and connects anew from the second time on. */
export function reopening(link: DeviceLink): Transport | OpenTransport {
  const { reopen } = link;
  if (!reopen) return link;
  let opened = false;
  return async (call) => {
    if (opened) return await reopen(call);
    opened = true;
    // Whoever is given the way to open a link closes what it opened; this one is closed by its owner.
    return link;
  };
}

/** A session with the device, opened with the secret of the options or one that is asked for. */
export async function openSession(
  transport: DeviceLink,
  options: DeviceOptions,
  { output, signal }: LinkContext,
): Promise<Provisioner> {
  for (const text of [options.pop, options.sec2Username, options.sec2Pwd]) encodeArgument(text ?? '', options.encoding);
  const { address } = transport;
  output.event({ event: 'connecting', address }, `Connecting to ${address} …`);
  const ask = (question: string, option: string) => (isInteractive() ? () => askSecret(question, option) : undefined);
  const askName = isInteractive() ? () => askText('User name', '--sec2-username') : undefined;
  return await Provisioner.connect(reopening(transport), {
    signal,
    securityVersion: options.secVer,
    minimumSecurityVersion: options.minSecVer,
    pop: options.pop ?? ask('Proof of possession', '--pop'),
    username: options.sec2Username ?? askName,
    password: options.sec2Pwd ?? ask('Password of the device', '--sec2-pwd'),
    encoding: options.encoding,
    protocolVersion: options.protoVer,
    log: (level, _tag, text) => output.event({ event: 'log', level, text }, `${level}: ${text}`),
  });
}
