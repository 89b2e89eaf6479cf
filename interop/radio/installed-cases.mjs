// Runs in the guest that systemd has started: the cases whose name contains one of the arguments; without
// any, those of every run; `--all`: all.
import { installedCases } from './cases/installed.mjs';
import { polkitCases } from './cases/polkit.mjs';
import { onRequest, runWanted } from './lab/run-cases.mjs';

await runWanted([...polkitCases, ...onRequest(installedCases, ['its user provisions'])]);
