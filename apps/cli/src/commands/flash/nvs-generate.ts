import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  encodeKeyPartition,
  generateMfgDevices,
  generateNvsImage,
  type MfgConfigRow,
  type MfgDevice,
  type MfgOptions,
  type MfgValues,
  parseMfgConfig,
  parseMfgValues,
  parseNvsCsv,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { fileFailure, isProvisioningError, ProvisioningError, systemRandom } from '@esp-prov/protocol';
import { writeImage, writeWholeFile } from '@esp-prov/virtual/node';
import { withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput } from '../../report/output.ts';
import { InterruptedError } from '../../terminal/interrupted-error.ts';
import type { KeyOptions } from './key-options.ts';
import { readInput } from './list-file.ts';
import { givenKeys, refuseExisting } from './nvs-keys.ts';
import { rowFiles } from './row-files.ts';
import { tellFloats } from './tell-floats.ts';

/** Options of `esp-prov flash nvs generate`. */
export interface GenerateOptions extends KeyOptions {
  readonly size: number;
  readonly pageVersion: 1 | 2;
  /** CSV file with a row for each device. */
  readonly values?: string;
  readonly prefix?: string;
  readonly fileId?: string;
  readonly prefixNumber?: { readonly start: number; readonly digits: number };
  readonly newKeys?: boolean;
  /** Folder outside of which rows read no files. */
  readonly filesBelow?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Devices between two looks at whether the command was interrupted. */
const devicesPerLook = 32;

/** Makes a partition from a CSV file, or with a file of values one for each device; file names in a CSV file are relative to it. */
export async function generate(
  paths: { readonly csv: string; readonly output: string },
  options: GenerateOptions,
  signal: AbortSignal,
): Promise<void> {
  if (options.values !== undefined) return await generateSeries(paths, { ...options, values: options.values }, signal);
  if (options.newKeys) throw new ProvisioningError('usage/invalid-option', '--new-keys belongs to --values');
  const { csv, output } = paths;
  const { size, pageVersion: version } = options;
  if (!options.force) refuseExisting(output);
  const keys = await givenKeys(options);
  const content = await readInput(csv, 'list');
  const readFile = rowFiles(csv, options.filesBelow);
  const rows = withFlashErrors(() => parseNvsCsv(content));
  const image = withFlashErrors(() =>
    generateNvsImage(rows, {
      size,
      version,
      cipher: keys && xtsEntryCipher(keys),
      readFile,
    }),
  );
  writeImage(output, image);
  if (!options.json) tellFloats(rows.map(({ encoding }) => encoding));
  const result = { result: 'generated', file: output, size, encrypted: keys !== undefined };
  makeOutput({ json: options.json ?? false }).result(result, `${output}: ${size} bytes${keys ? ', encrypted' : ''}`);
}

/** The files of a device below the folder of its series, laid out as `mfg_gen` does. */
interface DeviceFiles {
  readonly csv: string;
  readonly image: string;
  readonly keys: string;
}

async function generateSeries(
  { csv, output: folder }: { readonly csv: string; readonly output: string },
  options: GenerateOptions & { readonly values: string },
  signal: AbortSignal,
): Promise<void> {
  const { json = false, prefix, force = false, newKeys = false } = options;
  if (prefix === undefined)
    throw new ProvisioningError('usage/invalid-option', '--prefix is missing: file names begin with it');
  const [configText, valuesText] = [await readInput(csv, 'list'), await readInput(options.values, 'list')];
  const config = withFlashErrors(() => parseMfgConfig(configText));
  const values = withFlashErrors(() => parseMfgValues(valuesText));
  const output = makeOutput({ json });
  const given = await givenKeys(options);
  const encryption = newKeys ? { random: systemRandom } : given && { keys: given };
  const plan: MfgOptions = {
    size: options.size,
    version: options.pageVersion,
    prefix,
    fileId: options.fileId,
    prefixNumber: options.prefixNumber,
    readFile: rowFiles(options.values, options.filesBelow),
  };
  checkSeries(config, values, { plan, folder, force });
  for (const name of ['csv', 'bin', ...(newKeys ? ['keys'] : [])]) makeFolder(join(folder, name));
  let done = 0;
  const total = values.devices.length;
  for (const device of withFlashErrors(() => generateMfgDevices(config, values, { ...plan, encryption }))) {
    if (done % devicesPerLook === 0) await setImmediate();
    if (signal.aborted) throw new InterruptedError(`Interrupted: ${done} of ${total} devices are complete.`);
    try {
      const files = writeDevice(folder, device, newKeys);
      done++;
      if (json) output.event({ event: 'device', id: device.id, ...files });
    } catch (cause) {
      if (!isProvisioningError(cause)) throw cause;
      const message = `${cause.message}; ${done} of ${total} devices are complete`;
      throw new ProvisioningError(cause.code, message, { cause });
    }
  }
  if (!json) tellFloats(config.map(({ encoding }) => encoding));
  output.result({ result: 'generated', folder, devices: done }, `${folder}: ${done} devices`);
}

/** Before the first file is written: every value is right, and no file is there that would be replaced. */
function checkSeries(
  config: readonly MfgConfigRow[],
  values: MfgValues,
  { plan, folder, force }: { plan: MfgOptions; folder: string; force: boolean },
): void {
  const there = new Set(force ? [] : ['csv', 'bin', 'keys'].flatMap((name) => filesIn(join(folder, name))));
  withFlashErrors(() => {
    for (const device of generateMfgDevices(config, values, plan)) {
      const taken = Object.values(filesOf(folder, device)).find((path) => there.has(path));
      if (taken === undefined) continue;
      throw new ProvisioningError('host/file-unusable', `the file ${taken} is already there; --force replaces it`);
    }
  });
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function writeDevice(folder: string, device: MfgDevice, withKeys: boolean): Partial<DeviceFiles> {
  const { csv, image, keys } = filesOf(folder, device);
  writeWholeFile(csv, device.csv, { ofSeries: true });
  writeWholeFile(image, device.image, { ofSeries: true });
  if (!withKeys || !device.keys) return { csv, image };
  writeWholeFile(keys, encodeKeyPartition(device.keys), { ofSeries: true });
  return { csv, image, keys };
}

function filesOf(folder: string, { name }: MfgDevice): DeviceFiles {
  return {
    csv: join(folder, 'csv', `${name}.csv`),
    image: join(folder, 'bin', `${name}.bin`),
    keys: join(folder, 'keys', `keys-${name}.bin`),
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new ProvisioningError('host/file-unusable', `the folder ${path} cannot be made: ${fileFailure(cause)}`, {
      cause,
      details: { path },
    });
  }
}
