import { err, ok, type Result } from '@stoa/common';

const DEFAULT_PORT = 5050;

/**
 * Reads where masters are: `host:port`, `http://host:port`, or several with commas between. The port
 * is 5050 unless told. The error is one line for the operator.
 */
export function parseMasters(text: string): Result<readonly URL[], string> {
  const masters: URL[] = [];
  for (const part of text.split(',')) {
    const word = part.trim();
    if (word === '') continue;
    if (word.startsWith('zk://')) {
      return err(
        `${word}: give who knows the leader (watchMasters of @stoa/coordination), or host:port`,
      );
    }
    const url = parseAddress(word);
    if (url === undefined)
      return err(`${word} is not the address of a master: expecting host:port`);
    masters.push(url);
  }
  return masters.length === 0 ? err('no master given: expecting host:port') : ok(masters);
}

function parseAddress(word: string): URL | undefined {
  const hasScheme = /^https?:\/\//.test(word);
  const text = hasScheme ? word : `http://${word}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.hostname === '' || !['', '/'].includes(url.pathname)) return undefined;
  // A port that is the scheme's own is not shown by URL; only a word without any port gets ours.
  if (url.port === '' && !/:\d+\/?$/.test(word)) url.port = String(DEFAULT_PORT);
  return url;
}
