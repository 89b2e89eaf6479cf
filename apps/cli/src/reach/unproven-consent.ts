import { type UnprovenSession, unprovenWords } from '@esp-prov/client';
import type { Output } from '../report/output.ts';
import { choose, isInteractive } from '../terminal/prompts.ts';
import type { ReachOptions } from './reach-options.ts';

/**
 * Reports that a device proves nothing, and asks whether to go on where somebody can be asked and has not said so by an
 * option. Without a terminal it goes on, as esp_prov does.
 *
 * @param device - name of the device among many, where nobody is asked
 */
export function unprovenConsent(
  { pop, secVer }: Pick<ReachOptions, 'pop' | 'secVer'>,
  output: Output,
  device?: string,
): (session: UnprovenSession) => Promise<boolean> {
  let agreed: number | undefined;
  return async ({ securityVersion }) => {
    // A second try with another secret is told nothing that it has not heard.
    if (agreed === securityVersion) return true;
    const text = unprovenWords[securityVersion];
    output.event(
      { event: 'unproven', ...(device === undefined ? {} : { device }), securityVersion, text },
      `warning: ${device === undefined ? '' : `${device}: `}${text}`,
    );
    const isAsked = device === undefined && isInteractive() && !(securityVersion === 0 ? secVer === 0 : pop === false);
    if (isAsked && !(await askToGoOn())) return false;
    agreed = securityVersion;
    return true;
  };
}

async function askToGoOn(): Promise<boolean> {
  const choices = [
    { value: false, label: 'No, stop here' },
    { value: true, label: 'Yes, I know that my device has no secret' },
  ];
  return await choose('Go on?', choices, '--no-pop or --sec-ver 0');
}
