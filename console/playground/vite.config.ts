import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** GraphiQL with its editor's workers as files of our own: the page loads nothing from elsewhere. */
export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  resolve: { dedupe: ['graphql', 'react', 'react-dom'] },
  build: {
    outDir: '../../dist/playground',
    emptyOutDir: true,
    // The editor is one big piece by nature.
    chunkSizeWarningLimit: 5000,
  },
  server: { fs: { allow: ['../..'] }, proxy: { '/graphql': { target: 'http://127.0.0.1:8000', ws: true } } },
});
