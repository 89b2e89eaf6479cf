import type { Link, Scene } from '../flow/scene.ts';
import { fillIn } from '../words/fill-in.ts';
import type { TextKey, Words } from '../words/words.ts';
import { harmlessName } from './foreign-name.ts';
import type { IconName } from './icon.ts';

/** What to say of the link between device and home once it matters. */
const ofFar: Partial<Record<Link, TextKey>> = {
  busy: 'sceneJoining',
  up: 'sceneJoined',
  broken: 'sceneRefused',
  doubt: 'sceneDoubt',
};

/** What to say of the link between browser and device. */
const ofNear: Record<Link, TextKey> = {
  idle: 'sceneIdle',
  busy: 'sceneBusy',
  up: 'sceneUp',
  broken: 'sceneBroken',
  doubt: 'sceneUnproven',
};

/** Returns the drawing as a sentence. */
export function sceneSentence({ near, far, device, network, isSetUp }: Scene, words: Words): string {
  const text = words[isSetUp ? 'sceneSetUp' : (ofFar[far] ?? ofNear[near])];
  return fillIn(text, {
    device: device === undefined ? unnamedDevice(text, words) : harmlessName(device),
    network: network === undefined ? words.wifi : harmlessName(network),
  });
}

/** Returns what a device without a name is called in a text, at its beginning or in its middle. */
export function unnamedDevice(text: string, words: Words): string {
  return text.startsWith('{device}') ? words.device : words.deviceInText;
}

/** Signs that are the same on every link. */
const signs: Partial<Record<Link, IconName>> = { broken: 'bang', doubt: 'ask' };

/** Returns the sign on the arc between browser and device: how they talk, then that they talk in secret. */
export function nearSign({ near, way, isSealed }: Scene): IconName {
  const ofWay = { bluetooth: 'bluetooth', usb: 'usb', softap: 'hotspot', virtual: 'chip' } as const;
  return signs[near] ?? (isSealed ? 'lock' : ofWay[way]);
}

/** Returns the sign on the arc between device and home. */
export function farSign({ far }: Scene): IconName {
  return signs[far] ?? (far === 'up' ? 'check' : 'wifi');
}
