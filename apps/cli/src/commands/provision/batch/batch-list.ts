import type { WifiNetwork } from '@esp-prov/client';
import { type CsvRecord, parseCsv } from '@esp-prov/nvs';
import { foreignText, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { encodeArgument } from '../../../options/encode-argument.ts';
import { requireSecret } from '../../../options/require-secret.ts';
import { fittingTransport } from '../../../reach/reach-options.ts';
import type { ProvisionOptions } from '../provision-options.ts';
import { ssidDigits, ssidHexExpected } from '../ssid-hex.ts';
import { accessPointArguments, passphraseArgument, ssidArgument } from '../wifi-arguments.ts';

/** One device of a batch. */
export interface BatchDevice {
  /** What names it in the report: its column `device`, else its service name. */
  readonly name: string;
  /** Line of the list, counted from 1. */
  readonly line: number;
  readonly options: ProvisionOptions;
  /** Name of the network as a report shows it. */
  readonly ssid: string;
  /** What is sent. */
  readonly network: WifiNetwork;
}

/**
 * Columns of a list, and the options that they stand for. A cell that is empty leaves the option of the command line.
 */
const batchColumns = {
  device: undefined,
  service_name: 'serviceName',
  transport: 'transport',
  pop: 'pop',
  sec2_username: 'sec2Username',
  sec2_pwd: 'sec2Pwd',
  ssid: 'ssid',
  ssid_hex: 'ssidHex',
  passphrase: 'passphrase',
  bssid: 'bssid',
  channel: 'channel',
  custom_data: 'customData',
} as const satisfies Record<string, keyof ProvisionOptions | undefined>;

type Column = keyof typeof batchColumns;

/**
 * Reads the devices of a list: CSV whose first line names the columns. Everything is checked before the first device is
 * disturbed.
 *
 * @throws ProvisioningError `batch/invalid-list`; it names the line, and no secret
 */
export function readBatchList(text: string, common: ProvisionOptions): BatchDevice[] {
  const [header, ...records] = parse(text);
  if (!header) throw invalid('the list is empty; its first line names the columns, such as service_name,pop');
  const columns = readColumns(header);
  const devices = records.map(({ line, fields }) => {
    if (fields.length !== columns.length) {
      throw invalid(`line ${line} has ${fields.length} cells, the first line names ${columns.length} columns`);
    }
    return readDevice(line, new Map(columns.map((column, i) => [column, fields[i] as string])), common);
  });
  if (devices.length === 0) throw invalid('the list names no device');
  requireDistinct(devices);
  return devices;
}

function parse(text: string): ReturnType<typeof parseCsv> {
  try {
    return parseCsv(text, { comments: true });
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function readColumns({ line, fields }: CsvRecord): Column[] {
  // Where it is one field only: a name of a device may hold either.
  const other = fields.length === 1 ? separators.find(([separator]) => fields[0]?.includes(separator)) : undefined;
  if (other)
    throw invalid(`line ${line} has ${other[1]} between its columns. Expected commas, for example service_name,pop`);
  // A list without its first line: what stands there are the secrets of the first device.
  if (!fields.some((field) => columnOf(field))) {
    throw invalid(`line ${line} names no column. Expected the names of columns first, for example service_name,pop`);
  }
  const columns = fields.map((field) => readColumn(field, line));
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) throw invalid(`line ${line} names the column ${twice} twice`);
  return columns;
}

/** What stands between columns in files of other programs, and how people call it. */
const separators = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
] as const;

function readColumn(field: string, line: number): Column {
  const column = columnOf(field);
  if (column) return column;
  const there = Object.keys(batchColumns).join(', ');
  throw invalid(`line ${line} names a column “${foreignText(field, 40)}”; there are ${there}`);
}

function columnOf(field: string): Column | undefined {
  const name = field.trim().toLowerCase().replaceAll('-', '_');
  return Object.hasOwn(batchColumns, name) ? (name as Column) : undefined;
}

function readDevice(line: number, cells: ReadonlyMap<Column, string>, common: ProvisionOptions): BatchDevice {
  const own: Record<string, string | number> = {};
  for (const [column, value] of cells) {
    const option = batchColumns[column];
    if (option === undefined || value === '') continue;
    own[option] = option === 'channel' && /^\d{1,3}$/.test(value) ? Number(value) : value;
  }
  const given = withNameOfRow(line, own, common);
  // What the command line alone speaks of says nothing about the address of a row.
  const isGuessed = own['transport'] === undefined && common.anywhere !== undefined;
  const options = isGuessed ? { ...given, transport: fittingTransport(given) } : given;
  const name = cells.get('device') || options.serviceName;
  if (name === undefined) throw invalid(`line ${line} names no device: it needs service_name or device`);
  if (!['softap', 'httpd', 'ble'].includes(options.transport)) {
    throw invalid(`line ${line} has a transport that a batch cannot use; there are ble and softap`);
  }
  const { passphrase, encoding } = options;
  if (passphrase === undefined) throw invalid(`line ${line} has no passphrase; --passphrase "" means an open network`);
  try {
    for (const [column, text] of cells) requireSecret(text, `its ${column}`);
    const bytes = ssidArgument(options);
    if (bytes === undefined) throw invalid(`line ${line} has no ssid, and --ssid gives none for all`);
    const network = {
      ssid: bytes,
      passphrase: passphraseArgument(passphrase, encoding),
      ...accessPointArguments(options),
    };
    for (const text of [options.pop || '', options.sec2Username, options.sec2Pwd, options.customData]) {
      encodeArgument(text ?? '', encoding);
    }
    return { name, line, options, ssid: options.ssid ?? `0x${options.ssidHex}`, network };
  } catch (cause) {
    if (!isProvisioningError(cause) || cause.code === 'batch/invalid-list') throw cause;
    throw invalid(`line ${line}: ${cause.message}`, cause);
  }
}

/** A network that the row names takes the place of the one of the command line, however that is named. */
function withNameOfRow(
  line: number,
  own: Readonly<Record<string, string | number>>,
  common: ProvisionOptions,
): ProvisionOptions {
  const { ssid, ssidHex } = own;
  if (ssid !== undefined && ssidHex !== undefined) {
    throw invalid(`line ${line} has both ssid and ssid_hex. Expected one of them`);
  }
  if (ssid === undefined && ssidHex === undefined) return { ...common, ...own } as ProvisionOptions;
  // And what the command line says of its access point goes with it.
  const { ssid: _, ssidHex: __, bssid: ___, channel: ____, ...unnamed } = common;
  if (ssidHex === undefined) return { ...unnamed, ...own } as ProvisionOptions;
  const digits = ssidDigits(String(ssidHex));
  if (digits === undefined) throw invalid(`line ${line} has an ssid_hex that is none. ${ssidHexExpected}`);
  return { ...unnamed, ...own, ssidHex: digits } as ProvisionOptions;
}

/** Refuses a device that is listed twice, under one name or at one address. */
function requireDistinct(devices: readonly BatchDevice[]): void {
  const seen = new Map<string, number>();
  for (const { name, line, options } of devices) {
    const { transport, serviceName = '' } = options;
    for (const key of [`name ${name}`, `service ${transport === 'ble' ? 'ble' : 'softap'} ${serviceName}`]) {
      const before = seen.get(key);
      if (before !== undefined) throw invalid(`line ${line} repeats the device of line ${before} (${key})`);
      seen.set(key, line);
    }
  }
}

function invalid(message: string, cause?: unknown): ProvisioningError {
  return new ProvisioningError('batch/invalid-list', message, cause === undefined ? {} : { cause });
}
