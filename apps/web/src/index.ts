export { virtualDevice } from './app/virtual-device.ts';
export { initialState, transition } from './flow/flow.ts';
export type { FlowEffect, FlowEvent, ReportEvent, Transition, UserEvent } from './flow/flow-event.ts';
export type {
  ConnectStep,
  DeviceFacts,
  Failure,
  FieldProblem,
  FlowState,
  HeardNetwork,
  JoinStep,
  NetworkChoice,
  Remedy,
  Screen,
  Wanted,
} from './flow/flow-state.ts';
export type { Obstacle, Way, WayOffer } from './flow/way.ts';
export { browserWorld, type PageWorld } from './run/browser-world.ts';
export { FlowRunner } from './run/flow-runner.ts';
export type {
  CameraReach,
  ChooserCentral,
  FlowSettings,
  FlowWorld,
  HelperList,
  HelperReach,
  ReadPicture,
  SerialReach,
  TabStorage,
} from './run/flow-world.ts';
export { ProvisionFlow } from './screens/provision-flow.ts';
export { loadWords } from './words/load-words.ts';
export type { Words } from './words/words.ts';
