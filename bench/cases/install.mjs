import { installedCommand, unbundledCommand } from '../lib/installs.mjs';

/** What `npm install esp-prov` brings, against what it would bring without the bundle. */
export const cases = [
  {
    name: 'install-size',
    what: 'MB that the command takes, against the command and its packages without the bundle',
    unit: 'MB',
    limit: 0.25,
    run: () => compared(({ bytes }) => bytes / 1e6),
  },
  {
    name: 'install-packages',
    what: 'packages that come with the command, against those without the bundle',
    unit: 'packages',
    limit: 0.04,
    run: () => compared(({ packages }) => packages),
  },
];

function compared(figure) {
  const [ours, peer] = [figure(installedCommand()), figure(unbundledCommand())];
  return { ours, peer, ratio: ours / peer };
}
