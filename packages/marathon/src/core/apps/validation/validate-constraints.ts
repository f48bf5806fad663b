import { RE2JS } from 're2js';
import type { Constraint } from '../app.ts';
import type { Faults } from './faults.ts';
import { PATTERN_LENGTH_MAX } from '../limits.ts';

const OPERATORS: ReadonlySet<string> = new Set([
  'UNIQUE',
  'CLUSTER',
  'GROUP_BY',
  'LIKE',
  'UNLIKE',
  'MAX_PER',
  'IS',
]);

const INTEGER = /^-?\d{1,10}$/;
const MESOS_TEXT = /^[a-zA-Z0-9_/.-]*$/;

/** The rules of marathon-app.md §5; operators are in upper case already. */
export function validateConstraints(constraints: readonly Constraint[], faults: Faults): void {
  faults.each('/constraints', constraints, (constraint, part) => {
    const isComplete = constraint.length === 2 || constraint.length === 3;
    part.require(isComplete, '', 'Each constraint must have either 2 or 3 fields');
    if (!isComplete) return;
    const [, operator = '', value] = constraint;
    part.require(
      OPERATORS.has(operator),
      '',
      'operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE or IS',
    );
    const fault = valueFault(operator, value);
    if (fault !== undefined) part.require(false, '', fault);
  });
}

function valueFault(operator: string, value: string | undefined): string | undefined {
  switch (operator) {
    case 'UNIQUE':
      return value === undefined ? undefined : 'UNIQUE does not accept a value';
    case 'GROUP_BY':
      return value === undefined || INTEGER.test(value)
        ? undefined
        : 'GROUP BY must define an integer value or else no value at all';
    case 'MAX_PER':
      return INTEGER.test(value ?? '') ? undefined : 'MAX_PER requires an integer value';
    case 'LIKE':
    case 'UNLIKE':
      return patternFault(value);
    case 'IS':
      return value !== undefined && MESOS_TEXT.test(value)
        ? undefined
        : `IS only supports Mesos text and float values (value must match ${MESOS_TEXT.source})`;
    default:
      return undefined;
  }
}

function patternFault(pattern: string | undefined): string | undefined {
  if (pattern === undefined || pattern === '') {
    return 'LIKE and UNLIKE require a non-empty, regular expression value';
  }
  if (pattern.length > PATTERN_LENGTH_MAX) {
    return `a regular expression must not be longer than ${PATTERN_LENGTH_MAX} characters`;
  }
  return isPattern(pattern) ? undefined : 'is not a valid regular expression';
}

// The engine takes linear time whatever the pattern; the platform's own would not.
function isPattern(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
