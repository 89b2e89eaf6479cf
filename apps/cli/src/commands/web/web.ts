import { parseServiceAddress } from '@esp-prov/client';
import { systemRandom, toHex } from '@esp-prov/protocol';
import { makeOutput, type Output } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { MachineReach } from './helper-reach.ts';
import { HelperServer } from './helper-server.ts';
import { LinkTable } from './link-table.ts';
import { openBrowser, whyNoBrowser } from './open-browser.ts';
import { readPageFiles } from './page-files.ts';
import { pageFolder } from './page-folder.ts';
import type { WebOptions } from './web-options.ts';

/** Bytes of a token: nobody guesses 128 bits. */
const tokenBytes = 16;

/** Serves the page on this machine and reaches devices for it, until Ctrl-C. */
export async function web(options: WebOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  await interruptible(async (signal) => await serve(options, output, signal));
  if (output.json) output.result({ result: 'stopped' }, '');
}

async function serve(options: WebOptions, output: Output, signal: AbortSignal): Promise<void> {
  const { allowOrigin: origins = [], port } = options;
  // A mistyped one is said now, and not when the page asks for the device.
  if (options.serviceName !== undefined) parseServiceAddress(options.serviceName);
  const files = readPageFiles(options.app ?? (await pageFolder({ output, signal })));
  const [token, ticket] = [toHex(systemRandom(tokenBytes)), toHex(systemRandom(tokenBytes))];
  await using reach = new MachineReach(options, output);
  await using links = new LinkTable();
  const onLink = ({ kind, target }: { readonly kind: string; readonly target: string }) =>
    output.event({ event: 'link', kind, target }, `The page has opened a link: ${target}`);
  await using server = await HelperServer.open({
    files,
    token,
    ticket,
    origins,
    port,
    reach,
    links,
    exchangeMs: options.exchangeTimeout * 1000,
    onLink,
  });
  const hasExamples = files.has('/examples/index.html');
  tellServing(output, { port: server.port, token, origins, hasExamples, named: options.serviceName });
  if (options.open) await open(`http://localhost:${server.port}/open/${ticket}`, output);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  output.event({ event: 'stopping' }, 'Closing links to devices …');
}

function tellServing(
  output: Output,
  {
    port,
    token,
    origins,
    hasExamples,
    named = '192.168.4.1',
  }: {
    readonly port: number;
    readonly token: string;
    readonly origins: readonly string[];
    readonly hasExamples: boolean;
    readonly named: string | undefined;
  },
): void {
  const url = `http://localhost:${port}/#helper=${token}`;
  output.event({ event: 'serving', url, port, device: named, origins }, [
    'Serving the page that provisions, for this machine alone:',
    `  ${url}`,
    'Whoever has this address can reach devices by way of this machine, so keep it to yourself.',
    `Reached for the page: Bluetooth, serial ports, and over Wi-Fi ${named}.`,
    `A virtual device, without hardware: http://localhost:${port}/#demo`,
    ...(hasExamples ? [`The button in other pages: http://localhost:${port}/examples/`] : []),
    ...origins.map((origin) => `The page at ${origin} may use it too: add #helper=${port}-${token} to its address.`),
    'Press Ctrl-C to stop.',
  ]);
}

async function open(url: string, output: Output): Promise<void> {
  const why = whyNoBrowser() ?? (await openBrowser(url));
  if (why === undefined) return output.event({ event: 'browser', opened: true });
  output.event({ event: 'browser', opened: false, why }, `No browser was opened: ${why}. Open the address yourself.`);
}
