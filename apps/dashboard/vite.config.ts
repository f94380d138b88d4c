import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Static files for /admin/ of the daemon and of nginx: nothing inline, since the content security policy lets nothing inline run.
export default defineConfig({
  base: '/admin/',
  plugins: [react(), tailwind()],
  resolve: { conditions: ['@waiaas/source', 'browser', 'module', 'import', 'default'] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3100', '/health': 'http://127.0.0.1:3100' } },
});
