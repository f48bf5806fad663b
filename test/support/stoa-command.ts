import { jest } from '@jest/globals';
import { runCommand } from '../../packages/cli/src/index.ts';

/** What a command said and how it ended. */
export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `stoa …` in this process, from the sources: for commands that end by themselves. */
export async function runStoaHere(words: readonly string[]): Promise<CommandRun> {
  const said = { log: '', error: '' };
  const spies = (['log', 'error'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...parts: unknown[]) => {
      said[name] += `${parts.join(' ')}\n`;
    }),
  );
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await runCommand(words, {});
    return { code: Number(process.exitCode), stdout: said.log, stderr: said.error };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
