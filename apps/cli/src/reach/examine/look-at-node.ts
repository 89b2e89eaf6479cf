import type { Finding } from './finding.ts';
import type { Machine } from './machine.ts';

/** Oldest Node that the command runs on. */
const oldest = [20, 19] as const;

/** Checks whether Node is new enough. */
export function lookAtNode({ nodeVersion }: Pick<Machine, 'nodeVersion'>): Finding {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const recent = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  if (recent) return { subject: 'Node', state: 'ok', text: `version ${nodeVersion}` };
  return {
    subject: 'Node',
    state: 'wrong',
    text: `version ${nodeVersion} is too old`,
    remedy: `Install Node ${oldest.join('.')} or later from nodejs.org.`,
  };
}
