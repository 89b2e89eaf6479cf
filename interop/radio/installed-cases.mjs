// Runs in the guest that systemd has started: the cases whose name contains one of the arguments, all without any.
import { installedCases } from './cases/installed.mjs';
import { polkitCases } from './cases/polkit.mjs';
import { runWanted } from './lab/run-cases.mjs';

await runWanted([...polkitCases, ...installedCases]);
