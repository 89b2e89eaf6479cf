import type { FlowState } from '../flow/flow-state.ts';
import { harmlessName, networkText } from '../parts/foreign-name.ts';

/** Returns what is known as lines to copy into a report; in English, and without any secret. */
export function detailsText(state: FlowState): string {
  const { screen, device, network } = state;
  const lines: [string, string | number | undefined][] = [
    ['screen', screen.name],
    ['device', device && harmlessName(device.name)],
    ['way', device?.way],
    ['security', device?.securityVersion],
    ['network', network && networkText(network)],
    ...ofScreen(screen),
  ];
  return lines
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function ofScreen(screen: FlowState['screen']): [string, string | number | undefined][] {
  switch (screen.name) {
    case 'done':
      return [
        ['address', screen.ip4],
        ['page', 'url' in screen.link ? screen.link.url : undefined],
      ];
    case 'failed':
      return [
        ['reason', screen.reason],
        ['attempts', screen.attempts],
        ...screen.findings.map(({ kind, text }): [string, string] => [kind, text]),
      ];
    case 'unknown':
    case 'trouble':
      return [
        ['code', screen.failure.code],
        ['message', screen.failure.message],
        ...screen.failure.details.map(([name, value]): [string, string] => [name, value]),
      ];
    default:
      return [];
  }
}
