import type { Provisioner } from '@esp-prov/client';
import type { VendorSession } from '@esp-prov/client/vendor';
import { type Bytes, builtInEndpoints, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { readStandardInput } from '../../input/standard-input.ts';
import { answerText, parseData } from '../../options/data-form.ts';
import type { DataFormOptions } from '../../options/data-form-options.ts';
import type { BoundedOptions } from '../../reach/bounded.ts';
import { openLink } from '../../reach/open-link.ts';
import { openSession } from '../../reach/open-session.ts';
import { makeOutput } from '../../report/output.ts';
import { replyText } from '../../report/reply-text.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { readableEndpoints, readVendorEndpoint } from './vendor-read.ts';

/** Options of `esp-prov send`. */
export interface SendOptions extends BoundedOptions, DataFormOptions {
  readonly allowEcho?: boolean;
}

/** Sends data to an endpoint and prints the answer; without data, reads the endpoint of a vendor whole. */
export async function send(endpoint: string, data: string | undefined, options: SendOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  requireCustom(endpoint, options);
  if (data === undefined) requireReadable(endpoint);
  const request = data === undefined ? undefined : await readRequest(data, options);
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    await using provisioner = await openSession(link, options, { output, signal });
    const answer =
      request === undefined
        ? await readWhole(provisioner, endpoint, { signal, allowEcho: options.allowEcho })
        : await provisioner.send(endpoint, request, { signal, allowEcho: options.allowEcho });
    const text = replyText(answer);
    const isText = text !== null && !options.hex && !options.base64;
    const shown = answerText(answer, options);
    // A program behind a pipe gets what the device said; a terminal is not steered by it.
    const isSteering = process.stdout.isTTY && isText;
    output.result({ result: 'answer', endpoint, hex: toHex(answer), text }, isSteering ? shown.split(/\r?\n/) : shown, {
      raw: true,
    });
  }, options);
}

/** An answer of a built-in endpoint that equals the request is never the device's own, so nothing can allow it. */
function requireCustom(endpoint: string, { allowEcho = false }: SendOptions): void {
  if (!allowEcho || !builtInEndpoints.some(({ name }) => name === endpoint)) return;
  throw new ProvisioningError(
    'usage/invalid-option',
    `--allow-echo means nothing to ${endpoint}, which never answers what it is sent`,
  );
}

/** The data may only be left out where it is known how such an endpoint is read. */
function requireReadable(endpoint: string): void {
  if (readableEndpoints.includes(endpoint)) return;
  const names = readableEndpoints.join(', ');
  const why = `the data to send is missing; only ${names} are read without any`;
  throw new ProvisioningError('usage/invalid-option', why);
}

async function readWhole(
  provisioner: Provisioner,
  endpoint: string,
  { signal, allowEcho }: { readonly signal: AbortSignal; readonly allowEcho: boolean | undefined },
): Promise<Bytes> {
  const session: VendorSession = {
    request: (name, bytes, call) => provisioner.send(name, bytes, { ...call, allowEcho }),
  };
  return utf8((await readVendorEndpoint(session, endpoint, { signal })) ?? '');
}

async function readRequest(data: string, options: SendOptions): Promise<Bytes> {
  if (data !== '-') return parseData(data, options);
  const input = await readStandardInput('the data to send');
  return options.hex || options.base64 ? parseData(input.toString('latin1').trim(), options) : new Uint8Array(input);
}
