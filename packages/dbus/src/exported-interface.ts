/** A property of an exported object. */
export interface ExportedProperty {
  readonly signature: string;
  /** Returns its present value; undefined when the object does not have it now. */
  get(): unknown;
  /** Default: read-only. An error that it throws refuses the change. */
  set?: ((value: unknown) => void) | undefined;
}

/** The caller of a method. */
export interface CallContext {
  /** Unique bus name of the caller. */
  readonly sender: string;
}

/** A method of an exported object. */
export interface ExportedMethod {
  /** Types of its arguments; a call with others is refused with `InvalidArgs`. */
  readonly in: string;
  /** Types of its results. */
  readonly out: string;
  /** Returns the results, as many as `out` has types; nothing where `out` is empty. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a method without results need not say `return undefined`
  call(args: readonly unknown[], context: CallContext): readonly unknown[] | void | Promise<readonly unknown[] | void>;
}

/** An interface of an exported object. */
export interface ExportedInterface {
  readonly properties?: Readonly<Record<string, ExportedProperty>> | undefined;
  readonly methods?: Readonly<Record<string, ExportedMethod>> | undefined;
  /** Signatures of the signals that it sends, for introspection. */
  readonly signals?: Readonly<Record<string, string>> | undefined;
}

/** The interfaces of one object, by name. */
export type ExportedObject = Readonly<Record<string, ExportedInterface>>;
