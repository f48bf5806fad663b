import type { App, Constraint } from '../apps/app.ts';
import type { NoMatchReason } from '../matching/no-match.ts';
import { hostPortDemands } from '../matching/ports.ts';

type ScalarName = 'cpus' | 'mem' | 'disk' | 'gpus';

/** An amount with its unit: `3.5`, `6 GiB`. What is offered is never shown as more than it is. */
export function amountText(name: ScalarName, amount: number): string {
  if (name === 'cpus' || name === 'gpus') return decimals(amount);
  return amount >= 1024 ? `${decimals(amount / 1024)} GiB` : `${decimals(amount)} MiB`;
}

function decimals(value: number): string {
  return String(Math.floor(value * 100 + 1e-6) / 100);
}

/** An amount with its unit and its name: `8 cpus`, `7 GiB of memory`. */
export function resourceText(name: ScalarName, amount: number): string {
  switch (name) {
    case 'cpus':
      return `${amountText(name, amount)} cpus`;
    case 'gpus':
      return amount === 1 ? '1 GPU' : `${amountText(name, amount)} GPUs`;
    case 'mem':
      return `${amountText(name, amount)} of memory`;
    case 'disk':
      return `${amountText(name, amount)} of disk`;
  }
}

/** `hostname UNIQUE`, `zone LIKE eu-.*`. */
export function constraintText(constraint: Constraint): string {
  return constraint.filter((part) => part !== '').join(' ');
}

/** `The one agent`, `The 3 agents`. */
export function theAgentsText(count: number): string {
  return count === 1 ? 'The one agent' : `The ${count} agents`;
}

/** `2:40`, `1:02:40`; under a minute `40 s`. */
export function countdownText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600];
  const [minutes, left] = [Math.floor(rest / 60), rest % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left)}` : `${minutes}:${two(left)}`;
}

const NAMES: Readonly<Partial<Record<NoMatchReason, ScalarName>>> = {
  InsufficientCpus: 'cpus',
  InsufficientMemory: 'mem',
  InsufficientDisk: 'disk',
  InsufficientGpus: 'gpus',
};

/** What an app asks for in a row of the funnel; undefined when it asks nothing there. */
export function askedText(app: App, reason: NoMatchReason): string | undefined {
  const name = NAMES[reason];
  if (name !== undefined) return app[name] > 0 ? amountText(name, app[name]) : undefined;
  switch (reason) {
    case 'UnfulfilledRole':
      return app.role;
    case 'UnfulfilledConstraint':
      return app.constraints.length === 0
        ? undefined
        : app.constraints.map(constraintText).join(', ');
    case 'InsufficientPorts': {
      const demands = hostPortDemands(app).filter((demand) => demand !== 'none');
      return demands.length === 0 ? undefined : demands.join(', ');
    }
    default:
      return undefined;
  }
}

/** What an offer had of it. */
export function offeredText(reason: NoMatchReason, amount: number): string {
  const name = NAMES[reason];
  return name === undefined ? String(amount) : amountText(name, amount);
}
