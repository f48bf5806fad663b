import { useSyncExternalStore } from 'react';
import { useConsole } from '../live/context.tsx';
import { CancelDialog, KeysDialog, LockedDialog, RollBackDialog } from './deployment-dialogs.tsx';
import {
  DestroyDialog,
  DestroyGroupDialog,
  KillDialog,
  NewGroupDialog,
  RestartDialog,
  ScaleDialog,
  ScaleGroupDialog,
  SuspendDialog,
} from './app-dialogs.tsx';

/** The dialog of the act that waits for its confirmation. */
export function ActDialogs() {
  const { acts } = useConsole();
  const request = useSyncExternalStore(acts.subscribe, acts.current);
  switch (request?.kind) {
    case undefined:
      return null;
    case 'scale':
      return <ScaleDialog apps={request.apps} />;
    case 'suspend':
      return <SuspendDialog apps={request.apps} />;
    case 'restart':
      return <RestartDialog apps={request.apps} />;
    case 'destroy':
      return <DestroyDialog apps={request.apps} />;
    case 'scale-group':
      return <ScaleGroupDialog group={request.group} />;
    case 'destroy-group':
      return <DestroyGroupDialog group={request.group} />;
    case 'new-group':
      return <NewGroupDialog parent={request.parent} />;
    case 'kill':
      return <KillDialog app={request.app} tasks={request.tasks} way={request.way} />;
    case 'roll-back':
      return <RollBackDialog app={request.app} from={request.from} to={request.to} />;
    case 'cancel':
      return <CancelDialog id={request.deployment} isForced={request.isForced} />;
    case 'locked':
      return (
        <LockedDialog what={request.what} deployments={request.deployments} retry={request.retry} />
      );
    case 'keys':
      return <KeysDialog />;
  }
}
