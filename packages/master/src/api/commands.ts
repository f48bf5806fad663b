import type { Duration, HttpReply } from '@stoa/common';

/** What an operator may change through the HTTP APIs; the shell carries it out. */
export interface MasterCommands {
  /** Removes a framework; the reply is the kernel's. */
  readonly teardown: (frameworkId: string) => Promise<HttpReply>;
  readonly logging: {
    /** 0 is the level of the start; above it everything is told. */
    readonly level: () => number;
    /** Sets the level for a while; then it falls back. */
    readonly set: (level: number, span: Duration) => void;
  };
}
