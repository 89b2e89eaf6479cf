export type {
  Bus,
  BusCallOptions,
  IncomingCall,
  MatchRule,
  MethodCall,
  ReceivedSignal,
  Reply,
  Signal,
  Variant,
} from './bus.ts';
export { DBusError, type DBusErrorCode, isDBusError } from './dbus-error.ts';
export type { CallContext, ExportedInterface, ExportedMethod, ExportedProperty } from './exported-interface.ts';
