import { foreignText } from '@esp-prov/protocol';
import type { FlowState } from './flow-state.ts';

/** Longest text of a value. */
const longest = 300;

/**
 * Returns what is known, line by line, to copy into a report: in English, text of strangers made harmless, and without
 * any secret, whatever screen it is taken on.
 */
export function describe(state: FlowState): string {
  const lines: string[] = [];
  const add = (name: string, value: unknown) => {
    if (value === undefined || value === '') return;
    lines.push(`${foreignText(name, 64)}: ${foreignText(String(value), longest)}`);
  };
  const { screen, device, network, wanted } = state;
  add('screen', screen.name);
  add('way', device?.way);
  add('device', device?.name);
  add('security', device?.securityVersion);
  add('endpoints', device?.endpoints?.join(', '));
  add('network', network && (network.ssid ?? `bytes ${network.ssidHex}`));
  add('network security', network?.security ?? (network?.isOpen ? 'open' : undefined));
  add('password', network && !network.isOpen ? passwordFacts(network.passphrase) : undefined);
  add('code given', wanted.pop ? 'yes' : undefined);
  add('account given', wanted.password || wanted.likely ? 'yes' : undefined);
  switch (screen.name) {
    case 'blocked':
      add('blocked', `${screen.way}, ${screen.obstacle}`);
      break;
    case 'connecting':
    case 'joining':
      add('step', screen.step);
      break;
    case 'done':
      add('address', screen.ip4);
      if ('url' in screen.link) add('page', `${screen.link.url} (${screen.link.state})`);
      break;
    case 'failed':
      add('reason', screen.reason);
      add('attempts', screen.attempts);
      for (const { kind, text } of screen.findings) add(kind, text);
      break;
    case 'unknown':
    case 'trouble':
      add('code', screen.failure.code);
      add('message', screen.failure.message);
      for (const [name, value] of screen.failure.details) add(name, value);
      break;
    default:
  }
  return lines.join('\n');
}

/** Only what tells a slip from a right one: nothing of the password itself. */
function passwordFacts(passphrase: string): string {
  return passphrase === '' ? 'none' : 'given';
}
