/** Exit codes of a command, as every command of this program gives them. */
export const EXIT = {
  failed: 1,
  usage: 2,
  missing: 3,
  conflict: 5,
  unreachable: 7,
  unanswered: 10,
} as const;

/** A command that does not do what was asked, in a form for the person who asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;
  /** What to do, as a command where it can be pasted. */
  readonly remedy: string | undefined;

  constructor(exitCode: number, message: string, remedy?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /** `error: WHAT failed: WHY` and, below it, what to do. */
  render(): string {
    const remedy = this.remedy === undefined ? '' : `\n  try: ${this.remedy}`;
    return `error: ${this.message}${remedy}`;
  }
}
