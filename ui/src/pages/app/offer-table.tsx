import type { WaitingOfferJson } from '@stoa/proto/stoa';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';
import { When } from '../../components/text.tsx';
import { parseTime } from '../../model/format.ts';
import { listReasons, nameReason } from '../../model/waiting.ts';

/** The latest offer of each agent that was not used, and what spoke against it. */
export function OfferTable({ offers }: { offers: readonly WaitingOfferJson[] }) {
  const reasons = listReasons(offers);
  return (
    <Panel title="Agents and what they offered">
      <div className="scroll-x" tabIndex={0} role="group" aria-label="Agents and what they offered">
        <table className="plain number">
          <thead>
            <tr>
              <th>Agent</th>
              {reasons.map((reason) => (
                <th key={reason}>{nameReason(reason)}</th>
              ))}
              <th>Seen</th>
            </tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <tr key={offer.agent}>
                <td>
                  <To place={{ kind: 'agent', id: offer.agent }}>{offer.host}</To>
                </td>
                {reasons.map((reason) => (
                  <td key={reason}>
                    <Check check={offer.checks.find((one) => one.reason === reason)} />
                  </td>
                ))}
                <td>
                  <When at={parseTime(offer.seen)} suffix=" ago" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Check({ check }: { check: WaitingOfferJson['checks'][number] | undefined }) {
  if (check === undefined) return <span className="faint">not asked</span>;
  return (
    <span className="line tight" data-family={check.fits ? 'good' : 'bad'}>
      <Icon name={check.fits ? 'finished' : 'close'} className="status-icon" />
      <span className="hidden-text">{check.fits ? 'fits' : 'does not fit'}</span>
      {check.offered}
    </span>
  );
}
