import {
  parseAddress,
  type AnswerRecord,
  type Authority,
  type DnsConfig,
  type LocalAnswer,
} from '../../core/index.ts';
import { AnswerTemplate, type AnswerPiece, type ChoicePiece } from './answer-template.ts';
import {
  encodeHead,
  encodeIpv4,
  encodeName,
  encodeWithoutOwner,
  RCODES,
  readPlainName,
} from './pieces.ts';

/** The part of the configuration that answers are written with. */
export type WireSettings = Pick<
  DnsConfig,
  'ttl' | 'srvWeight' | 'soa' | 'isRecursionShown' | 'isTruncationShown'
>;

const AUTHORITATIVE = 1 << 10;
const RECURSION_DESIRED = 1 << 8;
const RECURSION_AVAILABLE = 1 << 7;

/** What an answer of our own zone is built from. */
export interface TemplateSource {
  readonly answer: LocalAnswer;
  /** The question as it came: name, type, class. */
  readonly question: Buffer;
  readonly isRecursionDesired: boolean;
  readonly serial: number;
}

/** Encodes answers of our own zone, each once for all its sendings (mesos-dns.md §7). */
export class TemplateBuilder {
  readonly #settings: WireSettings;
  // What all answers without records share, for as long as the serial stands.
  readonly #authorities = new Map<Authority, Buffer>();
  #serial = -1;

  constructor(settings: WireSettings) {
    this.#settings = settings;
  }

  build({ answer, question, isRecursionDesired, serial }: TemplateSource): AnswerTemplate {
    const settings = this.#settings;
    const flags =
      AUTHORITATIVE |
      (isRecursionDesired ? RECURSION_DESIRED : 0) |
      (settings.isRecursionShown ? RECURSION_AVAILABLE : 0) |
      RCODES[answer.rcode];
    const places = new Map(answer.additionals.map(({ target }, place) => [target, place]));
    return new AnswerTemplate({
      head: encodeHead(flags, question),
      answers: answer.answers.map((record) => encodeAnswer(record, places, settings)),
      choices: answer.additionals.map((choice) => encodeChoice(choice, settings)),
      authorities: answer.authorities.map((kind) => this.#authority(kind, serial)),
      owner: findOwner(answer, question),
      isTruncationShown: settings.isTruncationShown,
    });
  }

  #authority(kind: Authority, serial: number): Buffer {
    if (serial !== this.#serial) this.#authorities.clear();
    this.#serial = serial;
    const known = this.#authorities.get(kind);
    if (known !== undefined) return known;
    const encoded = encodeAuthority(kind, serial, this.#settings);
    this.#authorities.set(kind, encoded);
    return encoded;
  }
}

/** The name that was looked up, unless it is written as the question's or no record has it. */
function findOwner({ answers, owner }: LocalAnswer, question: Buffer): Buffer | undefined {
  if (answers.every(({ type }) => type === 'SRV')) return undefined;
  if (readPlainName(question.subarray(0, -4)) === owner) return undefined;
  const name = encodeName(owner);
  return name.equals(question.subarray(0, question.length - 4)) ? undefined : name;
}

function encodeAnswer(
  record: AnswerRecord,
  places: ReadonlyMap<string, number>,
  { ttl, srvWeight: weight }: WireSettings,
): AnswerPiece {
  if (record.type === 'SRV') {
    const { target, port } = record;
    const data = { priority: 0, weight, port, target };
    const bytes = encodeWithoutOwner({ type: 'SRV', name: '', ttl, data });
    return { bytes, echoesQuestion: true, choice: places.get(target) };
  }
  return { bytes: encodeAddress(record.address, ttl), echoesQuestion: false, choice: undefined };
}

function encodeChoice(
  choice: LocalAnswer['additionals'][number],
  { ttl }: WireSettings,
): ChoicePiece {
  const lists = [choice.a, choice.aaaa].map((list) => list.map((ip) => encodeAddress(ip, ttl)));
  return { owner: encodeName(choice.target), lists };
}

function encodeAddress(ip: string, ttl: number): Buffer {
  const type = parseAddress(ip)?.type ?? 'A';
  if (type === 'A') return encodeIpv4(ip, ttl);
  return encodeWithoutOwner({ type, name: '', ttl, data: ip });
}

function encodeAuthority(kind: Authority, serial: number, { ttl, soa }: WireSettings): Buffer {
  const { mname, rname, refresh, retry, expire } = soa;
  if (kind === 'NS') return encodeWithoutOwner({ type: 'NS', name: '', ttl, data: mname });
  // The least TTL is `ttl`, whatever the setting for it says: the original does so.
  const data = { mname, rname, serial, refresh, retry, expire, minimum: ttl };
  return encodeWithoutOwner({ type: 'SOA', name: '', ttl, data });
}
