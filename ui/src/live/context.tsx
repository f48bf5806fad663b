import { createContext, use, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { Acts } from './acts.ts';
import { Clock } from './clock.ts';
import type { LiveCluster } from './live-cluster.ts';
import type { Notices } from './notices.ts';
import { Pause } from './pause.ts';

/** What every page has at hand. */
export interface Console {
  readonly live: LiveCluster;
  readonly notices: Notices;
  readonly acts: Acts;
}

interface PausableConsole extends Console {
  readonly pause: Pause;
}

const ConsoleContext = createContext<PausableConsole | undefined>(undefined);

/** Gives the pages below what they have at hand. */
export function ConsoleProvider({ value, children }: { value: Console; children: ReactNode }) {
  const [pause] = useState(() => new Pause());
  return <ConsoleContext value={{ ...value, pause }}>{children}</ConsoleContext>;
}

/** What every page has at hand. */
export function useConsole(): PausableConsole {
  const console = use(ConsoleContext);
  if (console === undefined) throw new Error('a part of the console stands outside of it');
  return console;
}

/** The model, current; whoever asks is drawn anew when it changes. */
export function useModel(): ClusterModel {
  const { live, pause } = useConsole();
  useSyncExternalStore(usePaused() ? pause.hold : live.subscribe, live.version);
  return live.model;
}

/** One fact of the model; whoever asks is drawn anew only when it is another one. */
export function useFact<T extends string | number | boolean | undefined>(
  find: (model: ClusterModel) => T,
): T {
  const { live } = useConsole();
  return useSyncExternalStore(live.subscribe, () => find(live.model));
}

/** Whether the page at hand stands still. */
export function usePaused(): boolean {
  const { pause } = useConsole();
  return useSyncExternalStore(pause.subscribe, pause.current);
}

const clock = new Clock();

/** The time, told once a second to whoever shows it. Milliseconds since 1970. */
export function useNow(): number {
  const { pause } = useConsole();
  return useSyncExternalStore(usePaused() ? pause.hold : clock.subscribe, clock.now);
}
