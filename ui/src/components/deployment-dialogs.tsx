import { useSyncExternalStore } from 'react';
import { currentSettings, subscribeSettings, turnLetters } from '../live/settings.ts';
import { cancelDeployment, updateApp } from '../api/marathon.ts';
import { useConsole, useModel, useNow } from '../live/context.tsx';
import { describeBounds, describeLock } from '../model/consequences.ts';
import { plural } from '../model/format.ts';
import { Dialog } from './dialog.tsx';
import { listKeys } from './keys.ts';
import { To, useRoute } from './route.tsx';
import { useVersionNames } from './version-name.tsx';

/** Brings an app back to an earlier version. */
export function RollBackDialog(props: {
  readonly app: string;
  readonly from: string;
  readonly to: string;
}) {
  const { acts } = useConsole();
  const model = useModel();
  const { app: id, from, to } = props;
  const app = model.app(id);
  const nameVersion = useVersionNames(id);
  return (
    <Dialog
      title={`Roll back ${id}`}
      act="Roll back"
      onAct={async () => {
        const refusal = await acts.perform({
          done: `${id} is being rolled back`,
          what: `roll back ${id}`,
          call: (force) => updateApp(id, { version: to }, force),
        });
        if (refusal?.kind !== 'locked') acts.close();
      }}
      onClose={acts.close}
    >
      <p>
        Rolling back starts a new deployment that brings {id} from {nameVersion(from)} to{' '}
        {nameVersion(to)}
        {app === undefined
          ? '.'
          : ` and replaces ${plural(app.counts.wanted, 'instance')}: ${describeBounds(app)}.`}
      </p>
    </Dialog>
  );
}

/** Rolls a deployment back, or stops it where it stands. */
export function CancelDialog({ id, isForced }: { id: string; isForced: boolean }) {
  const { acts } = useConsole();
  const model = useModel();
  const apps = model.deployments.find((deployment) => deployment.id === id)?.affectedApps ?? [];
  const what = apps.length === 0 ? 'the apps' : apps.join(', ');
  const act = isForced ? 'Stop where it stands' : 'Roll back';
  return (
    <Dialog
      title={isForced ? 'Stop this deployment where it stands' : 'Roll this deployment back'}
      act={act}
      isDanger={isForced}
      onAct={async () => {
        const refusal = await acts.perform({
          done: isForced ? 'The deployment is stopped' : 'The deployment is being rolled back',
          what: isForced ? 'stop the deployment' : 'roll the deployment back',
          call: () => cancelDeployment(id, isForced),
        });
        if (refusal?.kind !== 'locked') acts.close();
      }}
      onClose={acts.close}
    >
      <p>
        {isForced
          ? `Nothing more is started or stopped by it, and nothing is put back: ${what} stay half way.`
          : `Rolling back starts a new deployment that brings ${what} to what was there before.`}
      </p>
    </Dialog>
  );
}

/** Something is locked by a deployment: open it, or stop it and go on. */
export function LockedDialog(props: {
  readonly what: string;
  readonly deployments: readonly string[];
  readonly retry: () => Promise<void>;
}) {
  const { acts } = useConsole();
  const { what, deployments, retry } = props;
  return (
    <Dialog
      title={`Could not ${what}: a deployment is in the way`}
      act="Stop it and apply mine"
      isDanger
      onAct={async () => {
        acts.close();
        await retry();
      }}
      onClose={acts.close}
    >
      <ul className="stack">
        {deployments.map((id) => (
          <li key={id}>
            <LockedBy id={id} />
          </li>
        ))}
      </ul>
      <p>Stopping it leaves its apps where they are; yours is applied on top.</p>
    </Dialog>
  );
}

function LockedBy({ id }: { id: string }) {
  const { acts } = useConsole();
  const now = useNow();
  const deployment = useModel().deployments.find((one) => one.id === id);
  const apps = deployment?.affectedApps ?? [];
  return (
    <>
      {apps.length === 0 ? 'It' : apps.join(', ')} {apps.length > 1 ? 'are' : 'is'} locked by{' '}
      <span onClickCapture={acts.close}>
        <To place={{ kind: 'deployment', id }}>deployment {id.slice(0, 8)}</To>
      </span>
      {deployment === undefined ? '.' : ` (${describeLock(deployment, now)}).`}
    </>
  );
}

/** The keys that work. */
export function KeysDialog() {
  const { acts } = useConsole();
  const { place } = useRoute();
  const { hasLetters } = useSyncExternalStore(subscribeSettings, currentSettings);
  return (
    <Dialog
      title="Keys of this page"
      act="Close"
      isTold
      onAct={async () => acts.close()}
      onClose={acts.close}
    >
      <dl className="facts">
        {listKeys(place.kind).map(({ keys, what }) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              <kbd className="mono">{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label className="line tight">
        <input type="checkbox" className="tick" checked={hasLetters} onChange={turnLetters} />
        Single letters act
      </label>
    </Dialog>
  );
}
