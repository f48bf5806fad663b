import { Empty, PageHead } from '../../components/page.tsx';
import { To } from '../../components/route.tsx';

/** An address at which there is nothing. */
export function LostPage({ address }: { address: string }) {
  return (
    <>
      <PageHead sentence="There is nothing at this address" title="Not found" place={address} />
      <Empty
        text={`The console has no page ${address}. It may have been typed wrongly, or what it named is gone.`}
      >
        <To place={{ kind: 'overview' }} className="button">
          Open the overview
        </To>
      </Empty>
    </>
  );
}
