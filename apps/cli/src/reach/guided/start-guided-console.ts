import type { Transport } from '@esp-prov/client';
import { bleServiceUuids } from '@esp-prov/protocol';
import type { CommandOutput } from '../../report/output.ts';
import { StdinDialogue } from '../console/stdin-dialogue.ts';
import type { ReachOptions } from '../reach-options.ts';
import { AttributeTable } from './attribute-table.ts';
import { legacyOrder, modernOrder, openGuidedConsole } from './guided-console.ts';
import { GuidedStages } from './guided-stages.ts';
import { legacyWords, modernWords } from './guided-words.ts';

/** What a guided console needs of a run. */
export interface GuidedContext {
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
  readonly dialogue?: StdinDialogue;
}

/**
 * Starts the guided console for the device of the options; from here on the run is printed in the words of esp_prov.
 */
export async function startGuidedConsole(options: ReachOptions, context: GuidedContext): Promise<Transport> {
  const { output, signal, dialogue = new StdinDialogue() } = context;
  const { legacy = false, protoVer, endpointUuid } = options;
  const words = legacy ? legacyWords : modernWords;
  const stages = new GuidedStages((line) => dialogue.tell(line), words, protoVer !== undefined);
  output.useWords(stages.words);
  const service = options.serviceUuid ?? (legacy ? bleServiceUuids.legacy : bleServiceUuids.example);
  return await openGuidedConsole(
    {
      dialogue,
      attributes: new AttributeTable(service, endpointUuid),
      stages,
      deviceName: options.serviceName ?? options.bleDevname,
      banner: words.banner,
      firstEndpoints: legacy ? legacyOrder : modernOrder,
    },
    { signal },
  );
}
