import { sec1Client, sec2Client } from '@esp-prov/protocol';
import type * as onDemand from './on-demand.ts';

// In Node both come with the package: a file more to open would take longer than what it saves.

export const loadSec1Client: typeof onDemand.loadSec1Client = async () => sec1Client;

export const loadSec2Client: typeof onDemand.loadSec2Client = async () => sec2Client;
