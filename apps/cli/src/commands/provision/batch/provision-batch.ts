import { exitCodes } from '@esp-prov/protocol';
import { readFileOrPipe } from '../../../input/bounded-file.ts';
import { textOfFile } from '../../../input/text-file.ts';
import { tellReading } from '../../../reach/tell-reading.ts';
import { unprovenConsent } from '../../../reach/unproven-consent.ts';
import { makeOutput } from '../../../report/output.ts';
import { interruptible } from '../../../terminal/interruption.ts';
import type { ProvisionOptions } from '../provision-options.ts';
import { BatchJournal } from './batch-journal.ts';
import { readBatchList } from './batch-list.ts';
import { holdLock } from './batch-lock.ts';
import { batchProgress, summary } from './batch-progress.ts';
import { batchRows, countStates, writeBatchReport } from './batch-report.ts';
import { provisionDevice } from './provision-device.ts';
import { reportName } from './report-name.ts';
import { runBatch } from './run-batch.ts';

/** Time between two reports in ms: a list of thousands is not written anew for every device. */
const reportIntervalMs = 1000;

/** Provisions every device of a list, and goes on where an earlier run of the same report ended. */
export async function provisionBatch(options: ProvisionOptions & { readonly batch: string }): Promise<void> {
  const { batch, jobs, retryFailed = false } = options;
  const report = reportName(options);
  const output = makeOutput({ json: options.json ?? false });
  const devices = readBatchList(await readList(batch), options);
  using _lock = holdLock(`${report}.lock`);
  using journal = new BatchJournal(`${report}.jsonl`);
  const progress = batchProgress(output, devices.length);
  let reported = Number.NEGATIVE_INFINITY;
  const writeReport = (now = performance.now()) => {
    const rows = batchRows(devices, journal);
    if (now - reported >= reportIntervalMs) writeBatchReport(report, rows);
    if (now - reported >= reportIntervalMs) reported = now;
    return countStates(rows);
  };
  try {
    await interruptible((signal) =>
      runBatch({
        devices,
        journal,
        jobs,
        retryFailed,
        timeoutMs: options.timeout * 1000,
        signal,
        provision: (device, run) =>
          provisionDevice(device, run, unprovenConsent(device.options, progress.output, device.name), (reading) =>
            tellReading(progress.output, reading, device.name),
          ),
        onChange: (device, entry) => progress.changed(device, entry, writeReport()),
      }),
    );
  } finally {
    progress.end();
    writeReport(Number.POSITIVE_INFINITY);
  }
  const counts = countStates(batchRows(devices, journal));
  const { provisioned, failed, unverified } = counts;
  const text = `${summary(counts, devices.length)}. The report is ${report}.csv and ${report}.json.`;
  output.result({ result: 'batch', total: devices.length, provisioned, failed, unverified, report }, text, {
    prose: true,
  });
  if (failed > 0) process.exitCode = exitCodes.provisioningFailed;
  else if (unverified > 0) process.exitCode = exitCodes.outcomeUnknown;
}

/** Bytes of the largest list that is read: some hundred thousand devices. */
const largestList = 16 * 1024 * 1024;

async function readList(path: string): Promise<string> {
  const called = `the list ${path}`;
  const content = await readFileOrPipe(path, { limit: largestList, called });
  return textOfFile(content, { called, code: 'batch/invalid-list', example: 'a file that Excel saves as “CSV UTF-8”' });
}
