import { useState, type ReactNode } from 'react';
import {
  createGroup,
  destroyApp,
  destroyGroup,
  killTasks,
  restartApp,
  scaleGroup,
  updateApp,
  type KillKind,
} from '../api/marathon.ts';
import type { Deed } from '../live/acts.ts';
import { useVersions } from '../live/answers.ts';
import { useConsole, useModel } from '../live/context.tsx';
import {
  describeDestroy,
  describeRestart,
  describeScale,
  describeSuspend,
  mustType,
  nameApps,
} from '../model/consequences.ts';
import { plural } from '../model/format.ts';
import { shortId } from '../model/address.ts';
import type { App } from '../model/records.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

function useApps(ids: readonly string[]): readonly App[] {
  const model = useModel();
  return ids.flatMap((id) => model.app(id) ?? []);
}

/**
 * Does the same to each app, one after the other. A wish is shown in the page, so the dialog does not wait for the
 * answer; else it stays until all is answered.
 */
function useEach(ids: readonly string[], deed: (id: string) => Deed) {
  const { acts } = useConsole();
  return async () => {
    const deeds = ids.map(deed);
    const isShown = deeds.every(({ wish }) => wish !== undefined);
    if (isShown) acts.close();
    for (const one of deeds) {
      const refusal = await acts.perform(one);
      // A lock has put its own dialog in place of this one.
      if (refusal?.kind === 'locked') return;
    }
    if (!isShown) acts.close();
  };
}

/** Asks how many instances there should be. */
export function ScaleDialog({ apps: ids }: { apps: readonly string[] }) {
  const { acts } = useConsole();
  const model = useModel();
  const apps = useApps(ids);
  const [text, setText] = useState(String(apps[0]?.counts.wanted ?? 1));
  const instances = Number(text);
  const isValid = /^\d+$/.test(text.trim());
  const before = new Map(apps.map(({ id, counts }) => [id, counts.wanted]));
  const run = useEach(ids, (id) => ({
    done: `${id} is being scaled to ${plural(instances, 'instance')}`,
    what: `scale ${id}`,
    call: (force) => updateApp(id, { instances }, force),
    wish: { app: id, wish: { kind: 'scale', to: instances } },
    action: {
      label: 'Undo',
      run: () =>
        void acts.perform({
          done: `${id} is being scaled back`,
          what: `scale ${id} back`,
          call: () => updateApp(id, { instances: before.get(id) ?? 1 }, true),
          wish: { app: id, wish: { kind: 'scale', to: before.get(id) ?? 1 } },
        }),
    },
  }));
  return (
    <Dialog
      title={`Scale ${nameApps(ids)}`}
      act="Scale"
      focus="field"
      isBlocked={!isValid}
      onAct={run}
      onClose={acts.close}
    >
      <Field label="Instances" fault={isValid ? undefined : 'A whole number, 0 or more.'}>
        {(field) => (
          <div className="line" data-focus="field">
            <input
              {...field}
              className="input"
              style={{ width: 96 }}
              type="number"
              min={0}
              step={1}
              value={text}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setText(event.target.value)}
            />
            <Step label="One fewer" by={-1} value={instances} onChange={setText} />
            <Step label="One more" by={1} value={instances} onChange={setText} />
          </div>
        )}
      </Field>
      <p className="muted" aria-live="polite">
        {isValid ? describeScale(apps, instances, model.agents) : ''}
      </p>
    </Dialog>
  );
}

function Step(props: {
  readonly label: string;
  readonly by: number;
  readonly value: number;
  readonly onChange: (text: string) => void;
}) {
  const next = Math.max(0, (Number.isNaN(props.value) ? 0 : props.value) + props.by);
  return (
    <button
      type="button"
      className="button square"
      aria-label={props.label}
      onClick={() => props.onChange(String(next))}
    >
      {props.by < 0 ? '−' : '+'}
    </button>
  );
}

/** Scales apps to nothing. */
export function SuspendDialog({ apps: ids }: { apps: readonly string[] }) {
  const { acts } = useConsole();
  const apps = useApps(ids);
  const run = useEach(ids, (id) => ({
    done: `${id} is being suspended`,
    what: `suspend ${id}`,
    call: (force) => updateApp(id, { instances: 0 }, force),
    wish: { app: id, wish: { kind: 'scale', to: 0 } },
  }));
  return (
    <Dialog
      title={`Suspend ${nameApps(ids)}`}
      act={`Suspend ${nameApps(ids)}`}
      onAct={run}
      onClose={acts.close}
    >
      <p>{describeSuspend(apps)}</p>
    </Dialog>
  );
}

/** Replaces all instances. */
export function RestartDialog({ apps: ids }: { apps: readonly string[] }) {
  const { acts } = useConsole();
  const apps = useApps(ids);
  const run = useEach(ids, (id) => ({
    done: `${id} is being restarted`,
    what: `restart ${id}`,
    call: (force) => restartApp(id, force),
    wish: { app: id, wish: { kind: 'restart' } },
  }));
  return (
    <Dialog
      title={`Restart ${nameApps(ids)}`}
      act={`Restart ${nameApps(ids)}`}
      onAct={run}
      onClose={acts.close}
    >
      <p>{describeRestart(apps)}</p>
    </Dialog>
  );
}

/** Removes apps. */
export function DestroyDialog({ apps: ids }: { apps: readonly string[] }) {
  const apps = useApps(ids);
  const versions = useVersions(ids[0] ?? '');
  const count = ids.length === 1 && versions.length > 0 ? versions.length : undefined;
  const run = useEach(ids, (id) => ({
    done: `${id} is being destroyed`,
    what: `destroy ${id}`,
    call: (force) => destroyApp(id, force),
  }));
  const name = nameApps(ids);
  return (
    <TypedDialog title={`Destroy ${name}`} name={name} isTyped={mustType(apps)} run={run}>
      <p>{describeDestroy(apps, count)}</p>
    </TypedDialog>
  );
}

/** Removes a group with everything in it; its name has to be typed. */
export function DestroyGroupDialog({ group }: { group: string }) {
  const model = useModel();
  const inside = model.apps.filter(({ id }) => id.startsWith(`${group}/`));
  const run = useEach([group], (id) => ({
    done: `${id} is being destroyed`,
    what: `destroy ${id}`,
    call: (force) => destroyGroup(id, force),
  }));
  return (
    <TypedDialog title={`Destroy ${group}`} name={group} isTyped={inside.length > 0} run={run}>
      <p>
        {inside.length === 0
          ? 'The group is empty. It is removed.'
          : `Removes the group with everything in it. ${describeDestroy(inside)}`}
      </p>
      {inside.length === 0 ? null : (
        <p className="muted">{inside.map(({ id }) => id).join(', ')}</p>
      )}
    </TypedDialog>
  );
}

function TypedDialog(props: {
  readonly title: string;
  readonly name: string;
  readonly isTyped: boolean;
  readonly run: () => Promise<void>;
  readonly children: ReactNode;
}) {
  const { acts } = useConsole();
  const [typed, setTyped] = useState('');
  return (
    <Dialog
      title={props.title}
      act={`Destroy ${props.name}`}
      isDanger
      focus={props.isTyped ? 'field' : 'cancel'}
      isBlocked={props.isTyped && typed !== props.name}
      onAct={props.run}
      onClose={acts.close}
    >
      {props.children}
      {props.isTyped ? (
        <Field label={`Type ${props.name} to go on`}>
          {(field) => (
            <input
              {...field}
              className="input mono"
              data-focus="field"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </Dialog>
  );
}

/** Multiplies the instances of all apps of a group. */
export function ScaleGroupDialog({ group }: { group: string }) {
  const { acts } = useConsole();
  const model = useModel();
  const [text, setText] = useState('1');
  const factor = Number(text);
  const isValid = text.trim() !== '' && Number.isFinite(factor) && factor >= 0;
  const inside = model.apps.filter(({ id }) => id.startsWith(`${group}/`));
  const before = inside.reduce((sum, { counts }) => sum + counts.wanted, 0);
  const after = inside.reduce((sum, { counts }) => sum + Math.ceil(counts.wanted * factor), 0);
  const run = useEach([group], (id) => ({
    done: `${id} is being scaled by ${factor}`,
    what: `scale ${id}`,
    call: (force) => scaleGroup(id, factor, force),
  }));
  return (
    <Dialog
      title={`Scale ${group}`}
      act={`Scale ${group}`}
      focus="field"
      isBlocked={!isValid}
      onAct={run}
      onClose={acts.close}
    >
      <Field label="Factor" fault={isValid ? undefined : 'A number, 0 or more.'}>
        {(field) => (
          <input
            {...field}
            className="input"
            data-focus="field"
            inputMode="decimal"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <p className="muted">
        {isValid
          ? `${plural(before, 'instance')} of ${plural(inside.length, 'app')} become ${after}; each app is rounded up.`
          : ''}
      </p>
    </Dialog>
  );
}

/** Creates an empty group. */
export function NewGroupDialog({ parent }: { parent: string }) {
  const { acts } = useConsole();
  const [name, setName] = useState('');
  const id = `${parent === '/' ? '' : parent}/${name.trim()}`;
  const isValid = /^[a-z0-9]([a-z0-9-.]*[a-z0-9])?$/.test(name.trim());
  const run = useEach([id], () => ({
    done: `${id} is created`,
    what: `create ${id}`,
    call: () => createGroup(id),
  }));
  return (
    <Dialog
      title="New group"
      act="Create group"
      focus="field"
      isBlocked={!isValid}
      onAct={run}
      onClose={acts.close}
    >
      <Field
        label="Name"
        hint={`In ${parent}. Small letters, digits, - and . inside.`}
        fault={isValid || name === '' ? undefined : 'Small letters, digits, - and . inside.'}
      >
        {(field) => (
          <input
            {...field}
            className="input"
            data-focus="field"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}

const KILL_WORDS: Readonly<Record<KillKind, string>> = {
  replace: 'Others are started in their place.',
  scale: 'The app is scaled down by as many.',
  wipe: 'Their volumes and reservations are given up; others are started without their data.',
};

/** Kills instances in one of three ways. */
export function KillDialog(props: {
  readonly app: string;
  readonly tasks: readonly string[];
  readonly way: KillKind;
}) {
  const { acts } = useConsole();
  const { app, tasks, way } = props;
  const [only] = tasks;
  const name =
    tasks.length === 1 && only !== undefined ? shortId(only) : plural(tasks.length, 'instance');
  const verb = { replace: 'Kill', scale: 'Kill and scale', wipe: 'Kill and wipe' }[way];
  const run = useEach([app], () => ({
    done: `${name} of ${app} ${tasks.length === 1 ? 'is' : 'are'} being killed`,
    what: `kill ${name}`,
    call: (force) => killTasks(tasks, way, force),
  }));
  return (
    <Dialog
      title={`${verb} ${name} of ${app}`}
      act={verb}
      isDanger
      onAct={run}
      onClose={acts.close}
    >
      <p>
        Stops {name}. {KILL_WORDS[way]}
      </p>
    </Dialog>
  );
}
