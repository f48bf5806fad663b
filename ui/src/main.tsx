import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/pages.css';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { PAGES } from './model/base.ts';
import { Acts } from './live/acts.ts';
import { ConsoleProvider } from './live/context.tsx';
import { LiveCluster } from './live/live-cluster.ts';
import { Notices } from './live/notices.ts';
import { startSettings } from './live/settings.ts';
import { Pages } from './pages/pages.tsx';

startSettings();
const notices = new Notices();
const live = new LiveCluster();
live.start();
const root = document.getElementById('console');
if (root === null) throw new Error('the page has no place for the console');
createRoot(root).render(
  <Router base={PAGES}>
    <ConsoleProvider value={{ live, notices, acts: new Acts(notices, live) }}>
      <Pages />
    </ConsoleProvider>
  </Router>,
);
