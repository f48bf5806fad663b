import type { StoaInfoJson } from '@stoa/proto/stoa';
import { readInfo } from '../../api/stoa.ts';
import { readMarathonInfo } from '../../api/marathon.ts';
import { PageHead, Panel, Refused } from '../../components/page.tsx';
import { Id, When } from '../../components/text.tsx';
import { useAnswer } from '../../components/use-answer.ts';
import { describeValue } from '../../model/diff.ts';
import { parseTime } from '../../model/format.ts';
import { isRecord } from '../../model/json.ts';

/** What runs here, which version, who leads? */
export function AboutPage() {
  const info = useAnswer('info', readInfo);
  const marathon = useAnswer('marathon', () => readMarathonInfo());
  const value = info?.ok === true ? info.value : undefined;
  const config = marathon?.ok === true ? marathon.value['marathon_config'] : undefined;
  const rows = isRecord(config) ? Object.entries(config) : [];
  return (
    <>
      <PageHead
        title="About"
        place="about"
        sentence={
          value === undefined
            ? 'Stoa'
            : `Stoa ${value.version}${value.cluster === undefined ? '' : `, cluster ${value.cluster}`}`
        }
        meta={
          value === undefined ? undefined : (
            <>
              <span>
                Started <When at={parseTime(value.startedAt)} suffix=" ago" />
              </span>
              {value.user === undefined ? null : <span>You are {value.user}</span>}
            </>
          )
        }
      />
      {info?.ok === false ? <Refused refusal={info.refusal} /> : null}
      {value === undefined ? null : <Daemons info={value} />}
      {rows.length === 0 ? null : (
        <div className="spaced">
          <Panel title="Configuration of Marathon">
            <dl className="facts">
              {rows.map(([name, setting]) => (
                <div key={name} className="row">
                  <dt className="mono">{name}</dt>
                  <dd className="mono">{describeValue(setting)}</dd>
                </div>
              ))}
            </dl>
          </Panel>
        </div>
      )}
    </>
  );
}

function Daemons({ info }: { info: StoaInfoJson }) {
  return (
    <div className="columns">
      <Panel title="Marathon">
        <dl className="facts">
          <dt>Address</dt>
          <dd className="number">{info.marathon.address}</dd>
          <dt>Leader</dt>
          <dd className="number">
            {info.marathon.leader ?? 'none'}
            {info.marathon.isLeading ? ' (this one)' : ''}
          </dd>
          <dt>Framework</dt>
          <dd>
            {info.marathon.frameworkId === undefined ? (
              'not registered'
            ) : (
              <Id id={info.marathon.frameworkId} max={32} />
            )}
          </dd>
        </dl>
      </Panel>
      <Panel title="Master">
        <dl className="facts">
          <dt>Leader</dt>
          <dd className="number">{info.master.leader ?? 'none is heard'}</dd>
          <dt>Version</dt>
          <dd>{info.master.version ?? 'not known'}</dd>
          <dt>Looked for at</dt>
          <dd className="number">{info.master.configured}</dd>
        </dl>
      </Panel>
    </div>
  );
}
