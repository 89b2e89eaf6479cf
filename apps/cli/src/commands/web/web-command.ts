import { type Command, InvalidArgumentError, Option } from 'commander';
import { addExamples } from '../../options/examples.ts';
import { collectOrigin } from '../../options/origins.ts';
import { parseSeconds, virtualBleOption } from '../../reach/reach-options.ts';
import type { WebOptions } from './web-options.ts';

/** Adds `esp-prov web`: serves the page on this machine, and reaches devices for it. */
export function addWebCommand(program: Command): void {
  const command = program
    .command('web')
    .description('serve the page that provisions, and reach devices for it')
    .addOption(new Option('--port <number>', 'port to serve it on (default: a free one)').argParser(parsePort))
    .option('--no-open', 'only print the address, open no browser')
    .option(
      '--service-name <address>',
      "host or host:port of a device over Wi-Fi (default: 192.168.4.1, a device's own access point)",
    )
    .option('--ble-adapter <name>', 'Bluetooth adapter of this machine to use, such as hci0')
    .addOption(virtualBleOption())
    .addOption(
      new Option('--serial-port <path>', 'serial port to offer besides those of this machine; repeatable').argParser(
        collectPort,
      ),
    )
    .addOption(new Option('--baud <rate>', 'speed of serial ports (default: 115200)').argParser(parseBaud))
    .addOption(
      new Option(
        '--allow-origin <origin>',
        'page elsewhere that may use this helper, such as https://setup.example; repeatable',
      ).argParser(collectOrigin),
    )
    .option('--app <folder>', 'folder with another build of the page')
    .addOption(
      new Option('--exchange-timeout <seconds>', 'longest time for one answer of the device')
        .argParser(parseSeconds)
        .default(60),
    )
    .option('--json', 'print one JSON value per line; the last one is the result')
    .action(async ({ port = 0, ...options }: Partial<Pick<WebOptions, 'port'>> & Omit<WebOptions, 'port'>) => {
      await (await import('./web.ts')).web({ port, ...options });
    });
  addExamples(
    command,
    'esp-prov web',
    'esp-prov web --port 8000 --no-open',
    'esp-prov web --ble virtual',
    'esp-prov web --service-name 127.0.0.1:8080',
  );
}

/** Most ports that are taken. */
const mostPorts = 16;

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port, for example 8000.');
}

function parseBaud(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a speed, for example 115200.');
}

function collectPort(path: string, others: readonly string[] = []): readonly string[] {
  if (path === '' || others.length === mostPorts) throw new InvalidArgumentError('Expected a port, for example COM3.');
  return [...others, path];
}
