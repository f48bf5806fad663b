/**
 * Parsing ended the start: help was asked for (`exitCode` 0, `message` for stdout), or something is
 * wrong (`exitCode` 2, one line each for stderr). `runDaemon` shows it and exits.
 */
export class FlagsExit extends Error {
  override readonly name = 'FlagsExit';
  readonly exitCode: 0 | 2;

  constructor(exitCode: 0 | 2, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
