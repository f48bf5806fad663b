import { StreamHub } from './stream-hub.ts';

// Runs beside the pages, once for all tabs of an origin, for as long as one of them is open.

const hub = new StreamHub();
addEventListener('connect', (event) => {
  if (event instanceof MessageEvent) for (const port of event.ports) hub.join(port);
});
