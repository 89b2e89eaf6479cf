import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files of tests that take long, the longest first: by the number of programs that they start, or since they wait for
 * what takes its time.
 */
const longest = [
  'apps/cli/test/commands/provision/screens.test.ts',
  'apps/cli/test/commands/provision/batch/fleet.test.ts',
  'apps/cli/test/commands/provision/next-try.test.ts',
  'apps/cli/test/reach/ble/bluetooth.test.ts',
  'packages/virtual/test/profile-faults.test.ts',
  'apps/cli/test/garbage.test.ts',
  'apps/cli/test/commands.test.ts',
  'apps/cli/test/reach/lost-device.test.ts',
  'apps/cli/test/reach/guided/screens.test.ts',
  'apps/cli/test/commands/provision/main-job.test.ts',
  'apps/cli/test/commands/provision/failures.test.ts',
  'apps/cli/test/report/foreign-text.test.ts',
  'apps/cli/test/commands/device/killed.test.ts',
  'apps/cli/test/own-process.test.ts',
  'apps/cli/test/commands/provision/ssid-bytes.test.ts',
  'apps/cli/test/commands/flash/flash.test.ts',
  'packages/bluez/test/conformance.test.ts',
  'test/house/regular-expressions.test.ts',
  'packages/device/test/phone-models/handshakes.test.ts',
  'packages/testing/test/dialogue.test.ts',
  'packages/nvs/test/power-cut.test.ts',
];

/** Starts the files that take long before all others, so that none of them is left to run alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // In a fresh checkout nothing has been measured yet, and files with more text would come first.
    const sorted = await super.sort(files);
    return sorted
      .map((file) => ({ file, place: placeOf(file) }))
      .sort((a, b) => a.place - b.place)
      .map(({ file }) => file);
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
  return place < 0 ? longest.length : place;
}
