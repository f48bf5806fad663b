import type { DnsConfig } from '../config/dns-config.ts';
import type { HostPort } from '../config/host-port.ts';
import { isWritable } from '../records/names.ts';
import { parseServiceValue } from '../records/record-generator.ts';
import type { RecordSet } from '../records/record-set.ts';

/** A question as it came: its name as asked, without a final dot, and the name of its type. */
export interface Question {
  readonly name: string;
  /** `A`, `SRV`, `ANY`, …; types that nobody named are `UNKNOWN_<number>`. */
  readonly type: string;
}

/** One record of the answer section; the owner depends on its type (see `LocalAnswer`). */
export type AnswerRecord =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  | { readonly type: 'SRV'; readonly target: string; readonly port: number };

/** Addresses for one target of SRV records: of each list one is told, drawn anew every time. */
export interface AdditionalChoice {
  readonly target: string;
  readonly a: readonly string[];
  readonly aaaa: readonly string[];
}

/** What stands in the authority section; the owner is always the name asked. */
export type Authority = 'SOA' | 'NS';

/** An answer of our own zone. The answer section is shuffled by whoever sends it. */
export interface LocalAnswer {
  readonly kind: 'local';
  readonly rcode: 'NOERROR' | 'NXDOMAIN';
  /** The owner of A and AAAA records: the name that was looked up. SRV records echo the question. */
  readonly owner: string;
  readonly answers: readonly AnswerRecord[];
  readonly additionals: readonly AdditionalChoice[];
  readonly authorities: readonly Authority[];
}

/** What becomes of a question. */
export type Resolution =
  | LocalAnswer
  | { readonly kind: 'forward'; readonly resolvers: readonly HostPort[] }
  | { readonly kind: 'refused' };

/** The part of the configuration that answers depend on. */
export type AnswerSettings = Pick<
  DnsConfig,
  'domain' | 'isExternalOn' | 'resolvers' | 'zoneResolvers'
>;

/**
 * Decides what to answer (mesos-dns.md §7, §8): from the records when the name lies in our domain,
 * else whom to ask. Pure: nothing is drawn, sent or counted here.
 */
export function resolve(
  question: Question,
  records: RecordSet,
  settings: AnswerSettings,
): Resolution {
  const name = question.name.toLowerCase();
  if (isWithin(name, settings.domain)) return resolveLocally(question.type, name, records);
  const resolvers = selectResolvers(name, settings);
  return resolvers.length === 0 ? { kind: 'refused' } : { kind: 'forward', resolvers };
}

/** Whether a name is a zone's own or lies in it. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** The name that is looked up: lower case, without the wildcards that people once put in. */
export function lookupName(name: string): string {
  return name.toLowerCase().replaceAll('.*', '');
}

function selectResolvers(name: string, settings: AnswerSettings): readonly HostPort[] {
  if (!settings.isExternalOn) return [];
  // Zones come longest first.
  const zone = settings.zoneResolvers.find((each) => isWithin(name, each.zone));
  return zone?.resolvers ?? settings.resolvers;
}

function resolveLocally(type: string, asked: string, records: RecordSet): LocalAnswer {
  const owner = lookupName(asked);
  const empty = { kind: 'local', rcode: 'NOERROR', owner, answers: [], additionals: [] } as const;
  switch (type) {
    case 'A':
    case 'AAAA': {
      const answers = addressAnswers(owner, type, records);
      return answers.length > 0
        ? { ...empty, answers, authorities: [] }
        : missing(owner, records, []);
    }
    case 'SRV': {
      // A missing service is no error and has no SOA, whether or not the name exists otherwise.
      const answers = serviceAnswers(owner, records);
      return { ...empty, answers, additionals: choicesFor(answers, records), authorities: [] };
    }
    case 'SOA':
    case 'NS':
      return { ...empty, authorities: [type] };
    case 'ANY':
      return resolveAny(owner, records);
    default:
      return missing(owner, records, []);
  }
}

function resolveAny(owner: string, records: RecordSet): LocalAnswer {
  const services = serviceAnswers(owner, records);
  const answers = [
    ...services,
    ...addressAnswers(owner, 'A', records),
    ...addressAnswers(owner, 'AAAA', records),
  ];
  const authorities = ['SOA', 'NS'] as const;
  // What is missing gets its SOA on top of these two.
  if (answers.length === 0) return missing(owner, records, authorities);
  const additionals = choicesFor(services, records);
  return { kind: 'local', rcode: 'NOERROR', owner, answers, additionals, authorities };
}

function missing(
  owner: string,
  records: RecordSet,
  authorities: readonly Authority[],
): LocalAnswer {
  return {
    kind: 'local',
    rcode: records.has(owner) ? 'NOERROR' : 'NXDOMAIN',
    owner,
    answers: [],
    additionals: [],
    authorities: [...authorities, 'SOA'],
  };
}

function addressAnswers(
  owner: string,
  type: 'A' | 'AAAA',
  records: RecordSet,
): readonly AnswerRecord[] {
  return records.values(owner, type).map((address) => ({ type, address }));
}

function serviceAnswers(
  owner: string,
  records: RecordSet,
): readonly Extract<AnswerRecord, { type: 'SRV' }>[] {
  return records
    .values(owner, 'SRV')
    .map((value) => ({ type: 'SRV' as const, ...parseServiceValue(value) }))
    .filter(({ target }) => isWritable(target));
}

function choicesFor(
  services: readonly Extract<AnswerRecord, { type: 'SRV' }>[],
  records: RecordSet,
): readonly AdditionalChoice[] {
  const targets = new Set(services.map(({ target }) => target));
  return [...targets].map((target) => ({
    target,
    a: [...records.values(target, 'A')],
    aaaa: [...records.values(target, 'AAAA')],
  }));
}
