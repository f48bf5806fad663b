import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { Acts } from './acts.ts';
import { Clock } from './clock.ts';
import type { LiveCluster } from './live-cluster.ts';
import type { Notices } from './notices.ts';

/** What every page has at hand. */
export interface Console {
  readonly live: LiveCluster;
  readonly notices: Notices;
  readonly acts: Acts;
}

const ConsoleContext = createContext<Console | undefined>(undefined);

/** Gives the pages below what they have at hand. */
export function ConsoleProvider({ value, children }: { value: Console; children: ReactNode }) {
  return <ConsoleContext value={value}>{children}</ConsoleContext>;
}

/** What every page has at hand. */
export function useConsole(): Console {
  const console = use(ConsoleContext);
  if (console === undefined) throw new Error('a part of the console stands outside of it');
  return console;
}

/** The model, current; whoever asks is drawn anew when it changes. */
export function useModel(): ClusterModel {
  const { live } = useConsole();
  useSyncExternalStore(live.subscribe, live.version);
  return live.model;
}

/** One fact of the model; whoever asks is drawn anew only when it is another one. */
export function useFact<T extends string | number | boolean | undefined>(
  find: (model: ClusterModel) => T,
): T {
  const { live } = useConsole();
  return useSyncExternalStore(live.subscribe, () => find(live.model));
}

const clock = new Clock();

/** The time, told once a second to whoever shows it. Milliseconds since 1970. */
export function useNow(): number {
  return useSyncExternalStore(clock.subscribe, clock.now);
}
