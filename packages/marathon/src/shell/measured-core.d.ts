// The part of the library that is used; it comes without types.
declare module 'measured-core' {
  /** Rates over 1, 5 and 15 minutes, weighted towards the present. */
  export class Meter {
    constructor(options?: { readonly keepAlive?: boolean });
    mark(count?: number): void;
    /** Ends the timer by which the rates decay. */
    end(): void;
    toJSON(): {
      readonly count: number;
      readonly mean: number;
      readonly '1MinuteRate': number;
      readonly '5MinuteRate': number;
      readonly '15MinuteRate': number;
    };
  }
}
