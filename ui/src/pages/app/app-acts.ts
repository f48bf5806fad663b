import { resetDelay } from '../../api/marathon.ts';
import type { MenuEntry } from '../../components/menu.tsx';
import type { Route } from '../../components/route.tsx';
import type { Console } from '../../live/context.tsx';
import type { AppStatus } from '../../model/status.ts';

/** Ends the delay of an app after failures. */
export function tryNow(id: string, { acts, live }: Console): void {
  void acts.perform({
    done: `${id} is tried now`,
    what: `try ${id} now`,
    call: () => resetDelay(id),
    wish: { app: id, wish: { kind: 'try' } },
    after: live.lookAtQueue,
  });
}

/** What can be done with an app, from its row and from its page. */
export function listAppActs(
  id: string,
  status: AppStatus,
  wanted: number,
  console: Console,
  go: Route['go'],
): readonly MenuEntry[] {
  const { acts } = console;
  const apps = [id];
  const delay: readonly MenuEntry[] =
    status === 'delayed' ? [{ label: 'Try now', run: () => tryNow(id, console) }] : [];
  return [
    ...delay,
    { label: 'Scale…', run: () => acts.open({ kind: 'scale', apps }) },
    { label: 'Edit', run: () => go({ kind: 'edit', id }) },
    { label: 'Restart…', run: () => acts.open({ kind: 'restart', apps }) },
    {
      label: 'Suspend…',
      run: () => acts.open({ kind: 'suspend', apps }),
      ...(wanted === 0 ? { refusal: 'is suspended' } : {}),
    },
    { label: 'Logs', run: () => go({ kind: 'logs' }, { app: id }) },
    { label: 'Copy as new app', run: () => go({ kind: 'edit', id: undefined }, { from: id }) },
    { label: 'Destroy…', isDanger: true, run: () => acts.open({ kind: 'destroy', apps }) },
  ];
}
