import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is served below an address that nobody knows when it is built (`/ui/`, or any prefix in front of
// it), so every address inside is relative. STOA_MARATHON points the development server at a cluster.
const cluster = process.env['STOA_MARATHON'] ?? 'http://127.0.0.1:8080';

/** How Vite builds and serves the console. A tool's contract, the one default export of the house. */
export default defineConfig({
  base: './',
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  // Sources of the workspace: a change there needs no build here.
  resolve: { conditions: ['stoa-source', 'module', 'browser', 'production'] },
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: 'dist',
    assetsDir: 'assets',
    // Inlined files would be data: addresses, which the page's policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v2': cluster, '/stoa': cluster } },
});
