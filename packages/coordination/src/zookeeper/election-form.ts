/** How the candidates of one kind of daemon are called below their path. */
export interface ElectionForm {
  /** What our own node's name begins with; the server adds ten digits. */
  readonly prefix: string;
  /** Labels that count, the best first: nodes of a later label count while there is none of an earlier. */
  readonly labels: readonly RegExp[];
}

/**
 * Masters, as detectors of others look for them: `json.info_` with MasterInfo as JSON; of older
 * masters `info_` with its protobuf and a bare number with the text of a pid (mesos-http.md §7).
 */
export const MASTER_FORM: ElectionForm = {
  prefix: 'json.info_',
  labels: [/^json\.info_$/, /^info_$/, /^$/],
};

/** Marathons, in the form of Curator's latch; `uuid` is of this candidacy (marathon-behaviour.md). */
export function latchForm(uuid: string): ElectionForm {
  return { prefix: `_c_${uuid}-latch-`, labels: [/-latch-$/] };
}

/** A child that stands for election. */
export interface CandidateNode {
  readonly name: string;
  readonly label: string;
  /** Ten digits, as in the name: they sort as text. */
  readonly sequence: string;
}

/** The candidates among the children of a path, the leader first. All other names are passed over. */
export function selectCandidates(
  names: readonly string[],
  form: ElectionForm,
): readonly CandidateNode[] {
  const nodes = names.map(parseName).filter((node) => node !== undefined);
  for (const label of form.labels) {
    const found = nodes.filter((node) => label.test(node.label));
    if (found.length > 0) return found.sort(bySequence);
  }
  return [];
}

function parseName(name: string): CandidateNode | undefined {
  const match = /^(.*?)(\d{10})$/s.exec(name);
  const [, label, sequence] = match ?? [];
  return label === undefined || sequence === undefined ? undefined : { name, label, sequence };
}

function bySequence(left: CandidateNode, right: CandidateNode): number {
  if (left.sequence === right.sequence) return left.name < right.name ? -1 : 1;
  return left.sequence < right.sequence ? -1 : 1;
}
