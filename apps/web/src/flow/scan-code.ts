import { type Group, stay, to } from './group.ts';
import { mergeWanted, takeWay } from './start.ts';

const screensWithCode: readonly string[] = ['start', 'blocked', 'softap', 'nothing', 'choose', 'trouble'];

/** The screen that reads a QR code, by camera, picture or typed. */
export const scanCode: Group = (state, event) => {
  const { screen } = state;
  if (event.kind === 'open-qr') {
    if (!screensWithCode.includes(screen.name)) return undefined;
    return to(state, { name: 'qr', input: 'camera', camera: 'asking' }, [{ kind: 'start-camera' }]);
  }
  // The link on a label brings the text of its code along: no camera is asked for.
  if (event.kind === 'qr-text' && screen.name === 'start') {
    return to(state, { name: 'qr', input: 'typed', camera: 'off' }, [{ kind: 'read-qr', text: event.text }]);
  }
  if (screen.name !== 'qr') return undefined;
  switch (event.kind) {
    case 'qr-input': {
      const isCamera = event.input === 'camera';
      if (isCamera && (screen.camera === 'on' || screen.camera === 'asking')) return undefined;
      const camera = isCamera ? 'asking' : 'off';
      return to(state, { name: 'qr', input: event.input, camera }, [
        { kind: isCamera ? 'start-camera' : 'stop-camera' },
      ]);
    }
    case 'camera':
      return screen.input === 'camera' ? to(state, { ...screen, camera: event.camera }) : undefined;
    case 'qr-text':
      return stay(state, [{ kind: 'read-qr', text: event.text }]);
    case 'qr-picture':
      return stay(state, [{ kind: 'read-picture', picture: event.picture }]);
    case 'qr-read': {
      const wanted = mergeWanted(state.wanted, event.wanted);
      const read = { ...state, wanted };
      const way = wanted.way ?? state.ways.find((offer) => !offer.obstacle && offer.way !== 'virtual')?.way;
      // The browser's list wants a click of its own, so that the screen before it comes first.
      const offer = state.ways.find((each) => each.way === way);
      if (way === 'bluetooth' || way === 'usb') {
        if (!offer?.obstacle && !offer?.lists) return to(read, { name: 'choose', way }, [{ kind: 'stop-camera' }]);
      }
      return way ? takeWay(read, way) : to(read, { name: 'start' }, [{ kind: 'stop-camera' }]);
    }
    case 'qr-refused':
      return to(state, { ...screen, problem: event.problem, otherKind: event.otherKind });
    default:
      return undefined;
  }
};
