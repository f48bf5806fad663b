import type { PlanJson } from '@stoa/proto/stoa';
import { useState } from 'react';
import { readPlan } from '../../api/stoa.ts';
import { DiffTable } from '../../components/diff-table.tsx';
import { Panel, Refused, Strip } from '../../components/page.tsx';
import { useAnswer } from '../../components/use-answer.ts';
import { toDraft } from '../../model/document.ts';
import { diffDocuments } from '../../model/diff.ts';
import { isRecord } from '../../model/json.ts';
import { plural } from '../../model/format.ts';
import { describePlan, listPlanSteps } from '../../model/plan.ts';
import type { Draft } from './use-draft.ts';

interface ReviewProps {
  readonly draft: Draft;
  readonly base: object | undefined;
  readonly deploy: () => Promise<void>;
  readonly back: () => void;
}

/** What changes and what that does, before it goes. */
export function Review({ draft, base, deploy, back }: ReviewProps) {
  const [isPending, setPending] = useState(false);
  const document = isRecord(draft.document) ? toDraft(draft.document) : {};
  const changes = diffDocuments(base ?? {}, document);
  const plan = useAnswer(draft.text, (signal) => readPlan(document, signal));
  return (
    <div className="stack">
      {plan?.ok === true ? <Plan plan={plan.value} /> : null}
      {plan?.ok === false && plan.refusal.kind !== 'missing' ? (
        <Refused refusal={plan.refusal} />
      ) : null}
      <Panel
        title={
          base === undefined
            ? 'This app is created'
            : changes.length === 0
              ? 'Nothing changes'
              : plural(changes.length, 'change')
        }
      >
        {base === undefined ? (
          <pre className="json">{JSON.stringify(document, null, 2)}</pre>
        ) : (
          <DiffTable changes={changes} before="Now" after="Then" />
        )}
      </Panel>
      <div className="line">
        <button
          type="button"
          className="button"
          data-kind="main"
          disabled={isPending}
          onClick={() => {
            setPending(true);
            void deploy().finally(() => setPending(false));
          }}
        >
          Deploy
        </button>
        <button type="button" className="button" onClick={back}>
          Back to the form
        </button>
      </div>
    </div>
  );
}

function Plan({ plan }: { plan: PlanJson }) {
  const steps = listPlanSteps(plan);
  return (
    <Panel title={describePlan(plan)}>
      <div className="stack tight">
        {steps.length === 0 ? null : (
          <ol className="stations">
            {steps.map((step, at) => (
              <li key={step}>
                <span className="number faint">{at + 1}</span> {step}
              </li>
            ))}
          </ol>
        )}
        {plan.warnings.map(({ kind, message }) => (
          <Strip key={`${kind} ${message}`}>{message}</Strip>
        ))}
      </div>
    </Panel>
  );
}
