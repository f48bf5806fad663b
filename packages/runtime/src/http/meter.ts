/** Bytes of the body of one answer. */
export interface SentBody {
  /** Before compression. */
  readonly plainBytes: number;
  readonly wireBytes: number;
  readonly isCompressed: boolean;
}

/** Hears of every request that a listener takes, whatever becomes of it. */
export interface HttpMeter {
  /**
   * A request came. The function that is given back hears the status when its answer has gone, or
   * its connection, whichever comes first.
   */
  begin(method: string): (status: number) => void;
  /** A body was read, so large after decompression. */
  received(bytes: number): void;
  /** A whole answer is about to be sent; open streams keep account of themselves. */
  sent(body: SentBody): void;
}
