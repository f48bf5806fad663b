import { useVersions } from '../live/answers.ts';
import { useNow } from '../live/context.tsx';
import { formatMoment, formatSince, parseTime } from '../model/format.ts';
import { To } from './route.tsx';

/** What a person calls a version: its number, and before that is known its time. */
export function useVersionNames(appId: string): (version: string) => string {
  const list = useVersions(appId);
  const now = useNow();
  return (version) => {
    const at = list.indexOf(version);
    return at < 0
      ? `the version of ${formatSince(parseTime(version) ?? 0, now)}`
      : `v${list.length - at}`;
  };
}

/** A version as everywhere: its number and its time, the full time behind it, and the way to what it sets. */
export function VersionName({ app, version }: { app: string; version: string | undefined }) {
  const list = useVersions(app);
  const now = useNow();
  const at = parseTime(version);
  if (version === undefined || at === undefined) return <span className="faint">unknown</span>;
  const place = list.indexOf(version);
  const number = place < 0 ? '' : `v${list.length - place} · `;
  const moment = formatMoment(at);
  return (
    <span className="tip" data-tip={moment}>
      <To place={{ kind: 'app', id: app, tab: 'config' }} query={{ version }} className="number">
        {number}
        {formatSince(at, now)}
        <span className="hidden-text">, {moment}</span>
      </To>
    </span>
  );
}
