import type { PlanJson } from '@stoa/proto/stoa';
import { nameAction } from './deployments.ts';
import { formatCpus, formatMebibytes, plural } from './format.ts';

type PlannedApp = PlanJson['apps'][number];

function describeApp({ kind, instances, bounds, changes }: PlannedApp): string {
  switch (kind) {
    case 'start':
      return `starts ${plural(instances.started, 'instance')}`;
    case 'stop':
      return `stops ${plural(instances.stopped, 'instance')}`;
    case 'scale':
      return instances.after > instances.before
        ? `starts ${plural(instances.started, 'instance')} more`
        : `stops ${plural(instances.stopped, 'instance')}`;
    case 'replace': {
      const within =
        bounds === undefined
          ? ''
          : `, never fewer than ${bounds.healthyMin} healthy, at most ${bounds.totalMax} at once`;
      return `replaces ${plural(instances.replaced, 'instance')}${within}`;
    }
    case 'none':
      return changes.length > 0 ? 'changes settings, no instance is restarted' : 'changes nothing';
  }
}

/** A plan in one sentence: what it does, what it needs, whether that is there. */
export function describePlan({ apps, room }: PlanJson): string {
  const deeds = apps.map((app) =>
    apps.length === 1 ? describeApp(app) : `${app.id} ${describeApp(app)}`,
  );
  const what = deeds.length === 0 ? 'Nothing changes' : deeds.join('; ');
  const { cpus, mem } = room.needed;
  const needs =
    cpus + mem === 0 ? '' : ` · needs ${formatCpus(cpus)} cpus and ${formatMebibytes(mem)} more`;
  const fits =
    needs === '' || room.fits === undefined
      ? ''
      : room.fits
        ? room.agents === undefined
          ? ': that is free'
          : `: fits on ${plural(room.agents, 'agent')}`
        : ': so much is not free now';
  return `${what.slice(0, 1).toUpperCase()}${what.slice(1)}${needs}${fits}`;
}

/** The steps in words. */
export function listPlanSteps({ steps }: PlanJson): readonly string[] {
  return steps.map(({ actions }) =>
    actions.map(({ action, app }) => `${nameAction(action)} ${app ?? ''}`).join(', '),
  );
}
