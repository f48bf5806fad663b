import { lazy, Suspense } from 'react';
import { useRoute } from '../components/route.tsx';
import { Frame } from '../frame/frame.tsx';
import type { Place } from '../model/address.ts';
import { AgentPage } from './agents/agent-page.tsx';
import { AgentsPage } from './agents/agents-page.tsx';
import { AppPage } from './app/app-page.tsx';
import { AppsPage } from './apps/apps-page.tsx';
import { DeploymentPage } from './deployments/deployment-page.tsx';
import { DeploymentsPage } from './deployments/deployments-page.tsx';
import { LostPage } from './about/lost-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { WaitingPage } from './waiting/waiting-page.tsx';

// What carries the editor or reads files is fetched when it is first wanted.
const EditPage = lazy(async () => ({ default: (await import('./edit/edit-page.tsx')).EditPage }));
const LogsPage = lazy(async () => ({ default: (await import('./logs/logs-page.tsx')).LogsPage }));
const FilesPage = lazy(async () => ({
  default: (await import('./instance/files-page.tsx')).FilesPage,
}));
const InstancePage = lazy(async () => ({
  default: (await import('./instance/instance-page.tsx')).InstancePage,
}));
const AboutPage = lazy(async () => ({
  default: (await import('./about/about-page.tsx')).AboutPage,
}));

/** The page of the address. */
export function Pages() {
  const { place } = useRoute();
  return (
    <Frame>
      <Suspense fallback={null}>
        <Page place={place} />
      </Suspense>
    </Frame>
  );
}

function Page({ place }: { place: Place }) {
  switch (place.kind) {
    case 'overview':
      return <OverviewPage />;
    case 'apps':
      return <AppsPage key={place.group} group={place.group} />;
    case 'app':
      return <AppPage key={place.id} id={place.id} tab={place.tab} />;
    case 'edit':
      return <EditPage key={place.id} id={place.id} />;
    case 'deployments':
      return <DeploymentsPage />;
    case 'deployment':
      return <DeploymentPage key={place.id} id={place.id} />;
    case 'waiting':
      return <WaitingPage />;
    case 'agents':
      return <AgentsPage />;
    case 'agent':
      return <AgentPage key={place.id} id={place.id} />;
    case 'instance':
      return <InstancePage key={place.id} id={place.id} />;
    case 'files':
      return <FilesPage key={place.instance} instance={place.instance} path={place.path} />;
    case 'logs':
      return <LogsPage />;
    case 'about':
      return <AboutPage />;
    case 'lost':
      return <LostPage address={place.address} />;
  }
}
