import { releaseProfiles } from '@esp-prov/virtual';
import { codeCases } from './app/codes.mjs';
import { failureCases } from './app/failures.mjs';
import { interruptionCases } from './app/interruptions.mjs';
import { keyboardCases } from './app/keyboard.mjs';
import { provisioningCases } from './app/provisioning.mjs';
import { wayCases } from './app/ways.mjs';
import { bareCases } from './bare.mjs';
import { elementCases } from './element.mjs';
import { failureRowsCase } from './failure-rows.mjs';
import { firefoxCases } from './firefox.mjs';
import { galleryCases } from './gallery.mjs';
import { hostingCases } from './hosting.mjs';

/** Returns all cases in the order in which they run: those of one browser after another. */
export function allCases({ write = false } = {}) {
  const cases = [
    ...bareCases(releaseProfiles),
    ...hostingCases(),
    ...provisioningCases(),
    ...failureCases(),
    ...codeCases(),
    ...wayCases(),
    ...interruptionCases(),
    ...keyboardCases(),
    ...elementCases(),
    ...galleryCases({ write }),
    ...firefoxCases(),
  ];
  return [failureRowsCase(cases.map(({ name }) => name)), ...cases];
}
