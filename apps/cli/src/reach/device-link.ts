import { type OpenTransport, Provisioner, type ReconnectPolicy, type Transport } from '@esp-prov/client';
import { isProvisioningError } from '@esp-prov/protocol';
import { encodeArgument } from '../options/encode-argument.ts';
import { isInteractive } from '../terminal/prompts.ts';
import { firstSecrets, otherSecrets, type Secrets } from './device-secrets.ts';
import { linkKinds, requireFitting } from './open-link.ts';
import type { LinkContext } from './opened-link.ts';
import { patienceMs } from './patience.ts';
import type { ReachOptions } from './reach-options.ts';
import { serviceName } from './service-name.ts';
import { tellConnecting } from './tell-connecting.ts';
import { tracedTransport } from './traced-transport.ts';
import { unprovenConsent } from './unproven-consent.ts';

/** A way to one device, and what is told of it. */
export interface DeviceLink extends Transport {
  /** Where the service is, as it is told to people. */
  readonly address: string;
  /** Whether it was told that the device is connected to. */
  readonly isTold: boolean;
  /** Whether a person carries the messages, so that nothing happens quickly. */
  readonly byHand: boolean;
  /** Connects anew after a lost link, where that may mend it. */
  readonly reopen: OpenTransport | undefined;
  /** How often that is still to be done before credentials are sent. */
  readonly reconnect: ReconnectPolicy;
  /** The first connection alone, which can be closed while the way to the device stays open. */
  readonly connection: Transport;
}

/** The way to the device that the options ask for, telling every exchange where that is wanted. */
export async function openTransport(options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
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
    isTold: opened.isTold ?? false,
    byHand: opened.byHand ?? false,
    connection: transport,
    reconnect: { beforeCredentials: opened.wasReopened ? 0 : 1 },
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
    // Whoever is given the way to open a link closes what it opened, and not what it is opened with.
    return link.connection;
  };
}

/** A session with the device, opened with the secret of the options or one that is asked for, again and again if wrong. */
export async function openSession(
  transport: DeviceLink,
  options: ReachOptions,
  { output, signal }: LinkContext,
): Promise<Provisioner> {
  for (const text of [options.pop || '', options.sec2Username, options.sec2Pwd])
    encodeArgument(text ?? '', options.encoding);
  tellConnecting(transport, output);
  const allowUnproven = unprovenConsent(options, output);
  const connect = async (source: Transport | OpenTransport, secrets: Secrets) =>
    await Provisioner.connect(source, {
      signal,
      timeoutMs: patienceMs({ ...options, byHand: transport.byHand }),
      reconnect: transport.reconnect,
      securityVersion: options.secVer,
      minimumSecurityVersion: options.minSecVer,
      minimumPatchVersion: options.minSecPatch,
      allowNonceReuse: options.allowNonceReuse,
      ...secrets,
      allowUnproven,
      encoding: options.encoding,
      protocolVersion: options.protoVer,
      log: (level, _tag, text) => output.event({ event: 'log', level, text }, `${level}: ${text}`),
    });
  let secrets = firstSecrets(options);
  let source = reopening(transport);
  let before: unknown;
  for (;;) {
    try {
      return await connect(source, secrets);
    } catch (error) {
      // An empty answer throws the failure that has led to the question.
      if (error === before) throw error;
      if (output.json || !isInteractive() || !isProvisioningError(error, 'session/proof-mismatch')) throw error;
      before = error;
      output.event({ event: 'log', level: 'warn', text: error.entry.meaning }, error.entry.meaning);
      secrets = otherSecrets(error);
      // The device drops a Bluetooth link that proved nothing, and the first session has closed it.
      source = transport.reopen ?? transport;
    }
  }
}
