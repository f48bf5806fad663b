import { copyText } from '../live/clipboard.ts';
import { useConsole } from '../live/context.tsx';

/** Copies a text; what could not be copied stands in the message, to be taken from there. */
export function useCopy(): (text: string) => Promise<boolean> {
  const { notices } = useConsole();
  return (text) => copyText(text, notices);
}
